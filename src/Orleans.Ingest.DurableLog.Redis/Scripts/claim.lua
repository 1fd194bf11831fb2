#!lua flags=allow-oom
-- Fixes the next group's bounds before anyone hears of them; the pending group is answered to whoever asks.
-- ARGV: flush interval in microseconds, '1' = everything is ripe.
-- Answers {used, oldest} and, when there is a group, its first and last n.
local held = redis.call('HMGET', meta, 'pending', 'open')
local group = held[1]
if not group then
    group = redis.call('LPOP', sealed)
    if not group and held[2] then
        local age = now() - parse(held[2]).since
        -- A clock that went back must not hold a group up for as long as it was ahead.
        if ARGV[2] == '1' or age < 0 or age >= tonumber(ARGV[1]) then
            group = held[2]
            redis.call('HDEL', meta, 'open')
        end
    end
end
if not group then return { used(), oldest() } end
local bounds = parse(group)
-- Written again for a group that was pending already, too: the caller waits for its own write to be safe, whoever stored it first.
redis.call('HSET', meta, 'pending', group, 'handed', int(bounds.last))
return { used(), oldest(), bounds.first, bounds.last }
