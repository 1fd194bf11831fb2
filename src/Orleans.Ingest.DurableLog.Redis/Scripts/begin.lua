#!lua flags=allow-oom
-- Begins a generation: run before the first append in a Redis process, which may have lost the end of the log.
-- What was there stays a group of its own: it may be in ClickHouse already, as part of a group that Redis forgot, and must not be
-- mixed with what comes. No position up to the floor is given again.
-- ARGV: new generation, the generation that the caller found dead ('' = none known).
local time = now()
local kept = redis.call('HMGET', meta, 'generation', 'begun', 'last', 'open')
local generation = kept[1] or ''

-- Another caller has just begun one and will append under it at once: leave it the time.
local age = time - tonumber(kept[2] or 0)
if generation ~= ARGV[2] and age >= 0 and age < 100000 then return generation end

local floor = math.max(tonumber(kept[3] or 0), time)
if kept[4] then redis.call('RPUSH', sealed, kept[4]) end
redis.call('HSET', meta, 'generation', ARGV[1], 'begun', int(time), 'last', int(floor), 'floor', int(floor), 'verified', '0')
redis.call('HDEL', meta, 'open')
return ARGV[1]
