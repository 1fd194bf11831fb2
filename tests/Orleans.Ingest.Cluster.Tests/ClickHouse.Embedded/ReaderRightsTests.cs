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
}
