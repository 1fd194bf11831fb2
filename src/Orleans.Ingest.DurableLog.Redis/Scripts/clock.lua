-- The log's clock is Redis' own, in microseconds: the clocks of the callers have no say.
local function now()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
