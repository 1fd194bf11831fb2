// Scenarios with the official client: node official-client.cjs ADDRESS SCENARIO. Ends with 0 if all went as it should.
const assert = require('node:assert/strict')
const { createClient } = require('@clickhouse/client')

const [, , url, scenario] = process.argv
const scenarios = {
  async 'rows in several formats'(client) {
    const query = "SELECT number AS n, toString(number) AS s FROM numbers(3)"
    const json = await (await client.query({ query, format: 'JSON' })).json()
    assert.deepEqual(json.data.map(row => row.s), ['0', '1', '2'])
    assert.equal(json.rows, 3)
    const rows = await (await client.query({ query, format: 'JSONEachRow' })).json()
    assert.deepEqual(rows.map(row => row.s), ['0', '1', '2'])
    assert.equal(await (await client.query({ query, format: 'CSV' })).text(), '0,"0"\n1,"1"\n2,"2"\n')
  },

  async 'a million rows as a stream'(client) {
    const result = await client.query({ query: 'SELECT number AS n FROM numbers(1000000)', format: 'JSONEachRow' })
    let [count, sum] = [0, 0]
    for await (const rows of result.stream()) for (const row of rows) { count++; sum += Number(row.json().n) }
    assert.deepEqual([count, sum], [1000000, 499999500000])
  },

  async 'parameters of many types'(client) {
    const result = await client.query({
      query: 'SELECT {i:Int32} AS i, {s:String} AS s, {a:Array(String)} AS a, {d:Date} AS d, {n:Nullable(String)} AS n, {b:Bool} AS b, {m:Map(String, Int8)} AS m',
      query_params: { i: -7, s: "it's\ta \\ tab", a: ['x', "y'z"], d: '2024-02-29', n: null, b: true, m: { k: 1 } },
      format: 'JSONEachRow',
    })
    assert.deepEqual(await result.json(), [{ i: -7, s: "it's\ta \\ tab", a: ['x', "y'z"], d: '2024-02-29', n: null, b: true, m: { k: 1 } }])
  },

  async 'inserts of values and of a stream'(client) {
    await client.command({ query: 'CREATE TABLE by_node (a UInt64, s String) ENGINE = MergeTree ORDER BY a' })
    const inserted = await client.insert({ table: 'by_node', values: [{ a: 1, s: 'one' }, { a: 2, s: 'two' }], format: 'JSONEachRow' })
    assert.equal(inserted.summary.written_rows, '2')
    const { Readable } = require('node:stream')
    const stream = Readable.from((function * () { for (let a = 3; a <= 50000; a++) yield { a, s: 'more' } })(), { objectMode: true })
    await client.insert({ table: 'by_node', values: stream, format: 'JSONEachRow' })
    assert.deepEqual(await (await client.query({ query: 'SELECT count(), sum(a) FROM by_node', format: 'JSONCompactEachRow' })).json(), [['50000', '1250025000']].map(row => row.map(Number)))
  },

  async 'errors with code and name'(client) {
    await assert.rejects(client.query({ query: 'SELECT * FROM nowhere' }), error => error.code === '60' && error.type === 'UNKNOWN_TABLE')
    await assert.rejects(client.query({ query: 'SELEKT' }), error => error.code === '62')
    const wrong = createClient({ url, username: 'nobody', password: 'x' })
    await assert.rejects(wrong.query({ query: 'SELECT 1' }), error => error.code === '516')
    await wrong.close()
  },

  async 'an error in the middle of a stream'(client) {
    const result = await client.query({
      query: 'SELECT throwIf(number = 300000) AS n FROM numbers(1000000)', format: 'JSONEachRow',
      clickhouse_settings: { max_threads: 1, http_response_buffer_size: 1000 },
    })
    await assert.rejects(async () => { for await (const rows of result.stream()) rows.length }, /non-zero|aborted|terminated/)
  },

  async 'a query that is aborted'(client) {
    const abort = new AbortController()
    const running = client.query({ query: "SELECT sum(sipHash64(number)) FROM numbers(100000000000)", abort_signal: abort.signal })
    const count = async () => (await (await client.query({ query: "SELECT count() AS c FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'", format: 'JSONEachRow' })).json())[0].c
    while (Number(await count()) === 0);
    abort.abort()
    await assert.rejects(running, /abort/)
    while (Number(await count()) > 0);
  },

  async 'a session, compression and ping'(client) {
    assert.deepEqual((await client.ping()).success, true)
    const session = createClient({ url, session_id: 'node', compression: { request: true, response: true } })
    await session.command({ query: 'CREATE TEMPORARY TABLE mine (a UInt8)' })
    await session.insert({ table: 'mine', values: [{ a: 7 }], format: 'JSONEachRow' })
    assert.equal(await (await session.query({ query: 'SELECT a FROM mine', format: 'TabSeparated' })).text(), '7\n')
    await session.close()
  },
}

const client = createClient({ url })
scenarios[scenario](client).then(() => client.close()).catch(error => { console.error(error); process.exit(1) })
