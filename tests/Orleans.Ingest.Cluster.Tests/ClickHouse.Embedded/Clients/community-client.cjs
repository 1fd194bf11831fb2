// Scenarios with @apla/clickhouse, which speaks over Node's http by itself: node community-client.cjs ADDRESS SCENARIO.
const assert = require('node:assert/strict')
const ClickHouse = require('@apla/clickhouse')

const [, , address, scenario] = process.argv
const { hostname: host, port } = new URL(address)
const collect = stream => new Promise((done, failed) => {
  const rows = []
  stream.on('data', row => rows.push(row)).on('error', failed).on('end', () => done(rows))
})
const scenarios = {
  async 'rows as they arrive'(client) {
    const rows = await collect(client.query('SELECT number, toString(number) AS s FROM numbers(300000)'))
    assert.equal(rows.length, 300000)
    assert.deepEqual(rows.at(-1).map(String), ['299999', '299999'])
  },

  async 'objects and totals'(client) {
    const { data } = await client.querying('SELECT number % 2 AS k, count() AS c FROM numbers(10) GROUP BY k ORDER BY k', { dataObjects: true, syncParser: true })
    assert.deepEqual(data.map(row => [Number(row.k), Number(row.c)]), [[0, 5], [1, 5]])
  },

  async 'inserts'(client) {
    await client.querying('CREATE TABLE by_community (a UInt64, s String) ENGINE = MergeTree ORDER BY a')
    await new Promise((done, failed) => {
      const stream = client.query('INSERT INTO by_community', { format: 'TSV' }, error => error ? failed(error) : done())
      for (let a = 0; a < 1000; a++) stream.write([a, `text ${a}`])
      stream.end()
    })
    const { data } = await client.querying('SELECT count(), max(s) FROM by_community', { syncParser: true })
    assert.deepEqual(data.map(row => row.map(String)), [['1000', 'text 999']])
  },

  async 'errors'(client) {
    await assert.rejects(client.querying('SELECT * FROM nowhere'), /UNKNOWN_TABLE|nowhere/)
  },

  async 'read-only by GET'(client) {
    const readonly = new ClickHouse({ host, port, readonly: true })
    await assert.rejects(readonly.querying('CREATE TABLE by_get (a UInt8) ENGINE = Memory'), /readonly/)
    const { data } = await readonly.querying('SELECT 1', { syncParser: true })
    assert.deepEqual(data, [[1]])
  },
}

scenarios[scenario](new ClickHouse({ host, port })).then(() => process.exit(0)).catch(error => { console.error(error); process.exit(1) })
