-- What all scripts of a queue share. KEYS[1] = meta, KEYS[2] = stream, KEYS[3] = sealed segments.
-- meta: last (highest n given), used (bytes that wait), half (number of the newest half hour), open (the growing segment),
--       pending (the group that is handed out), handed (highest n of any group handed out), generation, begun, floor, verified (begin.lua).
-- A segment is written "first last bytes schema since"; first and last are n, a position is n * 256 + queue.
local meta, stream, sealed = KEYS[1], KEYS[2], KEYS[3]

-- Whole numbers below 2^53, never in exponent form.
local function int(number)
    return string.format('%.0f', number)
end

local function parse(segment)
    local first, last, bytes, schema, since = string.match(segment, '^(%d+) (%d+) (%d+) (%d+) (%d+)$')
    return { first = tonumber(first), last = tonumber(last), bytes = tonumber(bytes), schema = schema, since = tonumber(since) }
end

local function write(segment)
    return int(segment.first) .. ' ' .. int(segment.last) .. ' ' .. int(segment.bytes) .. ' ' .. segment.schema .. ' ' .. int(segment.since)
end

-- First n of what waits longest; 0 when nothing waits.
local function oldest()
    local kept = redis.call('HMGET', meta, 'pending', 'open')
    local segment = kept[1] or redis.call('LINDEX', sealed, 0) or kept[2]
    return segment and parse(segment).first or 0
end

local function used()
    return tonumber(redis.call('HGET', meta, 'used') or 0)
end

-- The pending group, if it is the one that is named; else nil.
local function pendingIf(first, last)
    local held = redis.call('HGET', meta, 'pending')
    local group = held and parse(held)
    return group and int(group.first) == first and int(group.last) == last and group or nil
end

-- Forgets the pending group and its rows.
local function release(group)
    redis.call('XTRIM', stream, 'MINID', int(group.last + 1) .. '-0')
    redis.call('HDEL', meta, 'pending')
    redis.call('HSET', meta, 'used', int(math.max(0, used() - group.bytes)))
end
