#!lua flags=no-writes
-- The newest snapshot of a key, without its version; nothing when there is none. KEYS[4..7] as in append.lua. ARGV: key.
local HALF_HOUR, KEPT = 1800 * 1000000, 2100 * 1000000
local time = now()
local half = math.max(tonumber(redis.call('HGET', meta, 'half') or 0), math.floor(time / HALF_HOUR))
for number = half, half - 2, -1 do
    local hash = KEYS[4 + number % 4]
    if time < (number + 1) * HALF_HOUR + KEPT then
        local found = redis.call('HMGET', hash, 'number', ARGV[1])
        if found[1] == int(number) and found[2] then return string.sub(found[2], 9) end
    end
end
return false
