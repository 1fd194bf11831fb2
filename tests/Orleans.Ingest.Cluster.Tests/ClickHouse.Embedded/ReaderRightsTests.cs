using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class ReaderRightsTests(SupervisedClickHouse clickHouse) : IClassFixture<SupervisedClickHouse>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_parents_secret_writes_and_everyone_reads()
    {
        await clickHouse.AskAsync("CREATE TABLE shared_table (a UInt8) ENGINE = MergeTree ORDER BY a", asWriter: true, cancellationToken: Cancel);
        await clickHouse.AskAsync("INSERT INTO shared_table VALUES (1)", asWriter: true, cancellationToken: Cancel);
        Assert.Equal("1", await clickHouse.AskAsync("SELECT a FROM shared_table", cancellationToken: Cancel));
        Assert.Equal("1\t3", await clickHouse.AskAsync("SELECT a, getSetting('max_threads') FROM shared_table SETTINGS max_threads = 3", cancellationToken: Cancel));
        Assert.Equal("2", await clickHouse.AskAsync("SELECT getSetting('max_threads')", "?max_threads=2", cancellationToken: Cancel));
        Assert.Equal("1", await clickHouse.AskAsync("EXISTS TABLE shared_table", cancellationToken: Cancel));
        Assert.Contains("(AUTHENTICATION_FAILED)", await clickHouse.AskAsync("SELECT 1", "?user=ingest&password=guessed", cancellationToken: Cancel));
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("INSERT INTO t SELECT 1")]
    [InlineData("INSERT INTO FUNCTION file('/tmp/x.csv') SELECT 1")]
    [InlineData("CREATE TABLE t2 (a UInt8) ENGINE = Memory")]
    [InlineData("CREATE TEMPORARY TABLE t2 (a UInt8)")]
    [InlineData("CREATE DATABASE d")]
    [InlineData("CREATE FUNCTION f AS x -> x")]
    [InlineData("CREATE USER u")]
    [InlineData("ATTACH TABLE t3 FROM '/tmp' (a UInt8) ENGINE = File(TSV)")]
    [InlineData("ALTER TABLE t DELETE WHERE 1")]
    [InlineData("DELETE FROM t WHERE 1")]
    [InlineData("DROP TABLE t")]
    [InlineData("TRUNCATE TABLE t")]
    [InlineData("OPTIMIZE TABLE t")]
    [InlineData("SYSTEM SHUTDOWN")]
    [InlineData("KILL QUERY WHERE 1")]
    [InlineData("SET readonly = 0")]
    [InlineData("SET readonly = DEFAULT")]
    [InlineData("SET ROLE owner")]
    [InlineData("SET ROLE DEFAULT")]
    [InlineData("SET DEFAULT ROLE owner TO default")]
    [InlineData("EXECUTE AS default DROP TABLE t")]
    [InlineData("GRANT ALL ON *.* TO default")]
    [InlineData("USE system")]
    [InlineData("BACKUP DATABASE default TO File('/tmp/b.zip')")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/o.txt'")]
    [InlineData("SHOW TABLES INTO OUTFILE '/tmp/o.txt'")]
    [InlineData("EXPLAIN SELECT 1 INTO OUTFILE '/tmp/o.txt'")]
    [InlineData("BEGIN TRANSACTION")]
    [InlineData("SELECT 1; DROP TABLE t")]
    [InlineData("/* SELECT */ DROP TABLE t")]
    public async Task Readers_change_nothing(string sql)
    {
        foreach (var query in new[] { "", "?readonly=0", "?implicit_select=1" })
            Assert.Contains("(READONLY)", await clickHouse.AskAsync(sql, query, cancellationToken: Cancel));
    }

    [Theory]
    [InlineData("SET ROLE owner; CREATE TABLE smuggled (a UInt8) ENGINE = Memory; SELEKT")]
    [InlineData("SELECT 1; CREATE TABLE smuggled (a UInt8) ENGINE = Memory; SELEKT")]
    [InlineData("/* /* */ SELECT file('/etc/passwd') -- */")]
    [InlineData("SELECT\u00A0file('/etc/passwd')")]
    [InlineData("SELECT \u2018'\u2019, file('/etc/passwd')")]
    [InlineData("SELECT \u201Cfile\u201D('/etc/passwd')")]
    [InlineData("SELECT \"\\x66ile\"('/etc/passwd')")]
    [InlineData("SELECT $'$ ' $'$, file('/etc/passwd')")]
    public async Task Readers_smuggle_nothing(string sql)
    {
        var answer = await clickHouse.AskAsync(sql, cancellationToken: Cancel);
        Assert.Matches("SYNTAX_ERROR|ACCESS_DENIED|READONLY", answer);
        Assert.DoesNotContain("root:", answer);
        Assert.Equal("0", await clickHouse.AskAsync("EXISTS TABLE smuggled", cancellationToken: Cancel));
    }

    [Theory]
    [InlineData("SELECT 1 AS x FORMAT Template", "?format_template_row=/etc/passwd")]
    [InlineData("from x = s\"SELECT file('/etc/passwd')\"", "?dialect=prql&allow_experimental_prql_dialect=1")]
    public async Task Nor_by_the_query_string(string sql, string query) =>
        Assert.Contains("(ACCESS_DENIED)", await clickHouse.AskAsync(sql, query, cancellationToken: Cancel));

    [Theory]
    [InlineData("SELECT * FROM file('/etc/passwd', 'LineAsString')")]
    [InlineData("SELECT file('/etc/passwd')")]
    [InlineData("SELECT `file`('/etc/passwd')")]
    [InlineData("SELECT arrayMap(\"file\", ['/etc/passwd'])")]
    [InlineData("SELECT * FROM `/etc/passwd`")]
    [InlineData("SELECT * FROM default.\"/etc/passwd\"")]
    [InlineData("DESCRIBE TABLE url('http://127.0.0.1:1/')")]
    [InlineData("SELECT * FROM /* between */ URL ('http://127.0.0.1:1/', 'LineAsString')")]
    [InlineData("SELECT * FROM `url`('http://127.0.0.1:1/', 'LineAsString')")]
    [InlineData("SELECT * FROM remote('127.0.0.1:1', system.one)")]
    [InlineData("SELECT * FROM remoteSecure('127.0.0.1:1', system.one)")]
    [InlineData("SELECT * FROM s3('http://127.0.0.1:1/bucket/k.csv', 'a', 'b', 'TSV', 'a String')")]
    [InlineData("SELECT * FROM gcs('http://127.0.0.1:1/bucket/k.csv', 'a', 'b', 'TSV', 'a String')")]
    [InlineData("SELECT * FROM iceberg('http://127.0.0.1:1/bucket/t', 'a', 'b')")]
    [InlineData("SELECT * FROM icebergLocal('/tmp/x')")]
    [InlineData("SELECT * FROM deltaLake('http://127.0.0.1:1/bucket/t', 'a', 'b')")]
    [InlineData("SELECT * FROM hudi('http://127.0.0.1:1/bucket/t', 'a', 'b')")]
    [InlineData("SELECT * FROM azureBlobStorage('x', 'y', 'z')")]
    [InlineData("SELECT * FROM hdfs('hdfs://127.0.0.1:1/x', 'TSV', 'a String')")]
    [InlineData("SELECT * FROM executable('id', 'TSV', 'a String')")]
    [InlineData("SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')")]
    [InlineData("SELECT * FROM postgresql('127.0.0.1:1', 'a', 'b', 'c', 'd')")]
    [InlineData("SELECT * FROM mongodb('127.0.0.1:1', 'a', 'b', 'c', 'd', 'e String')")]
    [InlineData("SELECT * FROM redis('127.0.0.1:1', 'k', 'k String')")]
    [InlineData("SELECT * FROM sqlite('/tmp/x.db', 't')")]
    [InlineData("SELECT * FROM odbc('DSN=x', 't')")]
    [InlineData("SELECT * FROM jdbc('x', 't')")]
    [InlineData("SELECT 1 IN (SELECT 1 FROM url('http://127.0.0.1:1/', 'TSV', 'a UInt8'))")]
    [InlineData("WITH x AS (SELECT * FROM file('/etc/passwd', 'LineAsString')) SELECT * FROM x")]
    [InlineData("SELECT 1 AS x FORMAT Template SETTINGS format_template_row = '/etc/passwd'")]
    [InlineData("SELECT 1 AS x FORMAT Protobuf SETTINGS output_format_schema = '/tmp/x.proto', format_protobuf_use_autogenerated_schema = 1")]
    [InlineData("SELECT 1 AS x FORMAT AvroConfluent SETTINGS format_avro_schema_registry_url = 'http://127.0.0.1:1/', output_format_avro_confluent_subject = 's'")]
    public async Task Readers_reach_nothing_outside(string sql)
    {
        var answer = await clickHouse.AskAsync(sql, cancellationToken: Cancel);
        Assert.True(answer.Contains("(ACCESS_DENIED)", StringComparison.Ordinal) || answer.Contains("(UNKNOWN_FUNCTION)", StringComparison.Ordinal), answer);
        Assert.DoesNotContain("root:", answer);
    }

    [Fact]
    public async Task Settings_may_be_changed_for_a_query_and_for_a_session()
    {
        Assert.Equal("", await clickHouse.AskAsync("SET max_block_size = 77", "?session_id=s", cancellationToken: Cancel));
        Assert.Equal("77", await clickHouse.AskAsync("SELECT getSetting('max_block_size')", "?session_id=s", cancellationToken: Cancel));
        Assert.Equal("78", await clickHouse.AskAsync("SELECT getSetting('max_block_size')", "?session_id=s&max_block_size=78", cancellationToken: Cancel));
        Assert.Contains("(READONLY)", await clickHouse.AskAsync("SET ROLE owner", "?session_id=s", cancellationToken: Cancel));
        Assert.Contains("(READONLY)", await clickHouse.AskAsync("CREATE TEMPORARY TABLE t (a UInt8)", "?session_id=s", cancellationToken: Cancel));
        Assert.Contains("(ACCESS_DENIED)", await clickHouse.AskAsync("SET format_template_row = '/etc/passwd'", "?session_id=s", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Nobody_takes_another_users_session()
    {
        await clickHouse.AskAsync("CREATE TEMPORARY TABLE mine (a UInt8)", "?session_id=same", asWriter: true, cancellationToken: Cancel);
        Assert.Contains("(UNKNOWN_TABLE)", await clickHouse.AskAsync("SELECT * FROM mine", "?session_id=same", cancellationToken: Cancel));
        Assert.Contains("(READONLY)", await clickHouse.AskAsync("INSERT INTO mine VALUES (1)", "?session_id=same", cancellationToken: Cancel));
        Assert.Equal("0", await clickHouse.AskAsync("SELECT count() FROM mine", "?session_id=same&close_session=1", asWriter: true, cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_the_writer_made_reaches_outside_for_nobody_else()
    {
        foreach (var sql in new[]
        {
            "CREATE VIEW through_file AS SELECT * FROM file('/etc/passwd', 'LineAsString', 'line String')",
            "CREATE VIEW through_url AS WITH x AS (SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 'line String')) SELECT * FROM x",
            "CREATE DICTIONARY through_dictionary (k UInt64, v String) PRIMARY KEY k SOURCE(FILE(path '/etc/passwd' format 'TSV')) LAYOUT(FLAT()) LIFETIME(0)",
        })
        {
            await clickHouse.AskAsync(sql, asWriter: true, cancellationToken: Cancel);
        }

        foreach (var sql in new[]
        {
            "SELECT * FROM through_file",
            "SELECT * FROM through_url",
            "WITH y AS (SELECT * FROM through_file) SELECT * FROM y",
            "SELECT * FROM through_dictionary",
            "SELECT dictGet('through_dictionary', 'v', toUInt64(1))",
            "SELECT * FROM dictionary('through_dictionary')",
        })
        {
            var answer = await clickHouse.AskAsync(sql, cancellationToken: Cancel);
            Assert.Matches(@"^Code: \d+\. DB::Exception", answer);
            Assert.DoesNotContain("root:", answer);
        }
    }

    [Theory]
    [InlineData("SELECT arraySort(groupArray(sipHash64(number))) FROM numbers(2000000) FORMAT Null", "?max_memory_usage=10000000", "(MEMORY_LIMIT_EXCEEDED)")]
    [InlineData("SELECT number FROM numbers(100)", "?max_result_rows=10", "(TOO_MANY_ROWS_OR_BYTES)")]
    [InlineData("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", "?max_execution_time=1", "(TIMEOUT_EXCEEDED)")]
    [InlineData("SELECT 1", "?max_memory_usage=0", "(SETTING_CONSTRAINT_VIOLATION)")]
    [InlineData("SELECT 1 SETTINGS max_execution_time = 100000", "", "(SETTING_CONSTRAINT_VIOLATION)")]
    [InlineData("SET max_result_rows = 100000000000", "?session_id=raise", "(SETTING_CONSTRAINT_VIOLATION)")]
    [InlineData("SELECT 1", "?os_threads_nice_value_query=19", "(ACCESS_DENIED)")]
    public async Task Limits_hold_and_cannot_be_raised(string sql, string query, string error)
    {
        Assert.Contains(error, await clickHouse.AskAsync(sql, query, cancellationToken: Cancel));
        Assert.Equal("300\t1000000000", await clickHouse.AskAsync("SELECT getSetting('max_execution_time'), getSetting('max_result_rows')", cancellationToken: Cancel));
        Assert.Equal("0\t0", await clickHouse.AskAsync("SELECT getSetting('max_execution_time'), getSetting('max_result_rows')", asWriter: true, cancellationToken: Cancel));
    }

    [Fact]
    public async Task More_queries_than_may_run_wait_for_their_turn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => clickHouse.AskAsync($"SELECT {number}, sleep(0.05)", cancellationToken: Cancel)));
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}\t0"), answers);
    }
}
