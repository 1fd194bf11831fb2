#!lua flags=no-writes
-- KEYS[4] = reasons of dead letters. Answers used, oldest, groups set aside, newest reason, generation, and the highest n that may be in ClickHouse.
local kept = redis.call('HMGET', meta, 'generation', 'floor', 'handed', 'verified')
local reason = redis.call('HGET', KEYS[4], 'newest')
local floor = tonumber(kept[2] or 0)
-- Until the tables were looked at, nothing of this generation is in them.
local written = kept[4] == '1' and math.max(floor, tonumber(kept[3] or 0)) or floor
return { used(), oldest(), reason and redis.call('HLEN', KEYS[4]) - 1 or 0, reason or '', kept[1] or '', written }
