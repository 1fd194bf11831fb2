#!lua
-- Compare-and-append. Its text names a generation, so that a Redis process which has not begun that one does not know the script.
-- KEYS[4..7] = snapshots of the half hours whose number is 0..3 modulo 4.
-- ARGV: generation, bytes of the batch, budget in bytes, bytes of a group, schema, chunks, counters; then for each chunk
--       key, version it builds on, its version, oldest birth (microseconds), positions, payload, snapshot; then the counters.
-- Answers {'BEGIN', generation}, {'FULL', used} or {'OK', used, oldest, for each chunk: its first n, 0 = stale, -1 = late}.
local HALF_HOUR, KEPT, MAX_AGE = 1800 * 1000000, 2100 * 1000000, 120 * 1000000
local SLICE, HEAD, WIDTH, OVERHEAD = 1000, 7, 7, 64
local time = now()
local kept = redis.call('HMGET', meta, 'generation', 'last', 'used', 'half', 'open')
if kept[1] ~= ARGV[1] then return { 'BEGIN', kept[1] or '' } end
local last, waiting = tonumber(kept[2] or 0), tonumber(kept[3] or 0)
local half = math.max(tonumber(kept[4] or 0), math.floor(time / HALF_HOUR))
local open = kept[5] and parse(kept[5])
if waiting + tonumber(ARGV[2]) > tonumber(ARGV[3]) then return { 'FULL', waiting } end
local schema, chunks, counters = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])

local function snapshotsOf(number)
    return KEYS[4 + number % 4]
end

-- Versions by key, the newest half hour first. A hash is believed for the number it was written under alone.
local versions, missing = {}, {}
for i = 0, chunks - 1 do missing[#missing + 1] = ARGV[HEAD + i * WIDTH + 1] end
for number = half, half - 2, -1 do
    local hash = snapshotsOf(number)
    if #missing > 0 and time < (number + 1) * HALF_HOUR + KEPT and redis.call('HGET', hash, 'number') == int(number) then
        local left = {}
        for from = 1, #missing, SLICE do
            local to = math.min(from + SLICE - 1, #missing)
            local found = redis.call('HMGET', hash, unpack(missing, from, to))
            for i = from, to do
                local snapshot = found[i - from + 1]
                if snapshot then versions[missing[i]] = string.sub(snapshot, 1, 8) else left[#left + 1] = missing[i] end
            end
        end
        missing = left
    end
end

local NONE = string.rep('\0', 8)
local answers, appended, taken = {}, {}, {}
for i = 0, chunks - 1 do
    local at = HEAD + i * WIDTH
    local key = ARGV[at + 1]
    if time - tonumber(ARGV[at + 4]) > MAX_AGE then
        answers[i + 1] = -1
    elseif taken[key] or (versions[key] or NONE) ~= ARGV[at + 2] then
        answers[i + 1] = 0
    else
        taken[key] = true
        local first = math.max(last + 1, time)
        last = first + math.max(0, tonumber(ARGV[at + 5]) - 1)
        answers[i + 1] = first
        appended[#appended + 1] = { at = at, first = first, last = last }
    end
end
local function reply(bytes)
    local answer = { 'OK', waiting + bytes, oldest() }
    for i = 1, chunks do answer[3 + i] = answers[i] end
    return answer
end
if #appended == 0 and counters == 0 then return reply(0) end

-- Everything is checked. The first write is the one that Redis itself may still refuse.
local lowest = appended[1] and appended[1].first or math.max(last + 1, time)
last = math.max(last, lowest)
local bytes = 0
for from = 1, math.max(1, #appended), SLICE do
    local to = math.min(from + SLICE - 1, #appended)
    local fields = { 'schema', schema }
    for i = from, to do
        local payload = ARGV[appended[i].at + 6]
        fields[#fields + 1] = int(appended[i].first)
        fields[#fields + 1] = payload
        bytes = bytes + #payload + OVERHEAD
    end
    if to == #appended then
        for i = 1, counters do
            local payload = ARGV[HEAD + chunks * WIDTH + i]
            fields[#fields + 1] = 'counters'
            fields[#fields + 1] = payload
            bytes = bytes + #payload + OVERHEAD
        end
    end
    redis.call('XADD', stream, int(to == #appended and last or appended[to].last) .. '-0', unpack(fields))
end

if #appended > 0 then
    local hash = snapshotsOf(half)
    if redis.call('HGET', hash, 'number') ~= int(half) then
        redis.call('DEL', hash)
        redis.call('HSET', hash, 'number', int(half))
        redis.call('PEXPIRE', hash, int(math.ceil(((half + 1) * HALF_HOUR + KEPT - time) / 1000)))
    end
    for from = 1, #appended, SLICE do
        local fields = {}
        for i = from, math.min(from + SLICE - 1, #appended) do
            local at = appended[i].at
            fields[#fields + 1] = ARGV[at + 1]
            fields[#fields + 1] = ARGV[at + 3] .. ARGV[at + 7]
        end
        redis.call('HSET', hash, unpack(fields))
    end
end

if open and open.schema ~= schema then
    redis.call('RPUSH', sealed, write(open))
    open = nil
end
open = open or { first = lowest, last = last, bytes = 0, schema = schema, since = time }
open.last, open.bytes = last, open.bytes + bytes
redis.call('HSET', meta, 'last', int(last), 'used', int(waiting + bytes), 'half', int(half))
if open.bytes >= tonumber(ARGV[4]) then
    redis.call('RPUSH', sealed, write(open))
    redis.call('HDEL', meta, 'open')
else
    redis.call('HSET', meta, 'open', write(open))
end

return reply(bytes)
