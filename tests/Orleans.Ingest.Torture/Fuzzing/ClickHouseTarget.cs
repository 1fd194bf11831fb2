using System.Text;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>
/// The embedded ClickHouse's HTTP interface, as its reader: SQL, formats, parameters and bodies that are almost right. Its errors are 4xx and 5xx by its own protocol; that it
/// answers, lives and has written nothing is what counts.
/// </summary>
internal sealed class ClickHouseTarget(ServiceProcess service) : IFuzzTarget
{
    private static readonly string[] _statements =
    [
        "SELECT 1", "SELECT count() FROM events_v2", "SELECT * FROM events_v2 ORDER BY timestamp LIMIT 3 FORMAT JSONEachRow", "SELECT name, count() FROM events_v2 GROUP BY name WITH TOTALS FORMAT JSON",
        "SELECT sum(sign * events) FROM sessions_v2 FINAL", "SHOW TABLES", "DESCRIBE TABLE events_v2", "SELECT {a:UInt8} + {b:String}", "SELECT number FROM numbers(100) FORMAT Native",
        "INSERT INTO events_v2 (name) VALUES ('x')", "DROP TABLE events_v2", "CREATE TABLE x (a Int) ENGINE = Memory", "ALTER TABLE events_v2 DELETE WHERE 1", "SET readonly = 0", "SYSTEM SHUTDOWN", "KILL QUERY WHERE 1",
        "SELECT * FROM file('/etc/passwd', 'LineAsString')", "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", "SELECT sleep(0.1)", "SELECT throwIf(1)", "SELECT repeat('a', 1000000)", "EXPLAIN SELECT 1",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT * FROM t", "SELECT arrayJoin(range(1000)), * FROM system.one INTO OUTFILE 'x'", "SELECT * FROM system.query_log", "/* ' */ SELECT '--' -- x",
        "SELECT 1;;SELECT 2", "SELECT $a$ $b$", "SELECT toDecimal64('1e400', 3)", "SELECT match('aaaa', '(a+)+$')",
    ];

    private static readonly string[] _parameters =
    [
        "query=SELECT+1", "database=default", "database=%00", "default_format=Nonsense", "default_format=Parquet", "param_a=1", "param_b=%ff", "readonly=0", "max_memory_usage=0", "max_threads=-1", "enable_http_compression=1", "compress=1", "decompress=1",
        "session_id=a", "session_timeout=-1", "query_id=%27", "wait_end_of_query=1", "buffer_size=99999999999", "%zz=%zz", "user=x", "password=x", "quota_key=x", "http_headers_progress_interval_ms=0", "send_progress_in_http_headers=1",
    ];

    private static readonly string[] _headers =
    [
        "X-ClickHouse-User: default", "X-ClickHouse-User: \xFF", "X-ClickHouse-Key: x", "X-ClickHouse-Database: nowhere", "X-ClickHouse-Format: TSVRaw", "Authorization: Basic ====", "Accept-Encoding: gzip, br, zstd, lz4, deflate", "Content-Encoding: lz4",
        "Content-Encoding: zstd", "Accept: */*",
    ];

    public string Name => "ClickHouse";

    public int Share => 4;

    public int Port => service.ClickHouse.Address.Port;

    public FuzzRequest Make(Random random, int number)
    {
        var statement = _statements[random.Next(_statements.Length)];
        var parameters = Enumerable.Range(0, random.Next(0, 4)).Select(_ => _parameters[random.Next(_parameters.Length)]).ToList();
        var body = random.Next(10) switch
        {
            < 5 => Encoding.UTF8.GetBytes(statement),
            < 9 => NastyJson.Mutate(random, statement),
            _ => NastyJson.Noise(random),
        };
        var inAddress = random.Next(4) == 0;
        if (inAddress) parameters.Insert(0, $"query={Uri.EscapeDataString(Encoding.Latin1.GetString(body))}");
        // What a mutation makes of a number may take long; this is the bound of ClickHouse itself.
        parameters.Add("max_execution_time=2");
        var path = random.Next(20) == 0 ? "/nowhere" : "/";
        string[] headers = random.Next(3) == 0 ? [_headers[random.Next(_headers.Length)]] : [];
        return new HttpText(random).Frame(inAddress && random.Next(2) == 0 ? "GET" : "POST", $"{path}?{string.Join('&', parameters)}", headers, inAddress ? [] : body);
    }

    public string? Judge(FuzzRequest request, FuzzAnswer answer) => null;

    public async Task<IReadOnlyList<string>> CompareAsync(ClickHouseHttp clickHouse)
    {
        var tables = await clickHouse.QueryAsync("SELECT name FROM system.tables WHERE database = 'default' AND name IN ('events_v2', 'sessions_v2', 'ingest_counters', 'x') ORDER BY name");
        var written = await clickHouse.QueryAsync("SELECT count() FROM events_v2 WHERE site_id = 0");
        return tables is ["events_v2", "ingest_counters", "sessions_v2"] && written is ["0"] ? [] : [$"ClickHouse: its reader has written: {string.Join(' ', tables)}, {written[0]} rows"];
    }
}
