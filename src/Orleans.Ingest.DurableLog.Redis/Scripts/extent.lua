#!lua flags=no-writes
-- Answers the first n that waits (the next one when nothing does), and the lowest n that may be given next.
local following = tonumber(redis.call('HGET', meta, 'last') or 0) + 1
local first = oldest()
return { first > 0 and first or following, following }
