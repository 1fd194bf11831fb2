#!lua flags=allow-oom
-- Moves the pending group, if it is this one, to the dead letters. KEYS[4] = dead letters, KEYS[5] = their reasons.
-- ARGV: its first and last n, the reason. Answers {used, oldest}.
local group = pendingIf(ARGV[1], ARGV[2])
if group then
    for _, entry in ipairs(redis.call('XRANGE', stream, ARGV[1], ARGV[2])) do
        redis.call('XADD', KEYS[4], entry[1], unpack(entry[2]))
    end
    redis.call('HSET', KEYS[5], ARGV[1] .. '-' .. ARGV[2], ARGV[3], 'newest', ARGV[3])
    release(group)
end
return { used(), oldest() }
