using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class InsertStatementTests
{
    [Theory]
    [InlineData("INSERT INTO t FORMAT RowBinary\nDATA", "INSERT INTO t ", "RowBinary")]
    [InlineData("insert into t (a, b) format CSV DATA", "insert into t (a, b) ", "CSV")]
    [InlineData("INSERT INTO t FORMAT TSV\r\nDATA", "INSERT INTO t ", "TSV")]
    [InlineData("INSERT INTO t (format, `values`) SETTINGS max_threads = 1 FORMAT JSONEachRow \nDATA", "INSERT INTO t (format, `values`) SETTINGS max_threads = 1 ", "JSONEachRow")]
    [InlineData("-- FORMAT CSV\nINSERT /* FORMAT TSV */ INTO t FORMAT Native\nDATA", "-- FORMAT CSV\nINSERT /* FORMAT TSV */ INTO t ", "Native")]
    [InlineData("INSERT INTO t SETTINGS insert_deduplication_token = 'FORMAT CSV ''x\\' ' FORMAT RowBinary\nDATA", "INSERT INTO t SETTINGS insert_deduplication_token = 'FORMAT CSV ''x\\' ' ", "RowBinary")]
    [InlineData("INSERT INTO t VALUESDATA", null, null)]
    [InlineData("INSERT INTO t SELECT 1", null, null)]
    [InlineData("INSERT INTO t SELECT a FROM u FORMAT Null", null, null)]
    [InlineData("SELECT 1 FORMAT CSV", null, null)]
    [InlineData("INSERT INTO t SETTINGS x = 'FORMAT CSV", null, null)]
    public void Rows_begin_behind_the_format(string text, string? statement, string? format)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var insert = InsertStatement.Find(bytes);
        Assert.Equal(format, insert?.Format);
        if (insert is null) return;
        Assert.Equal(statement, Encoding.UTF8.GetString(bytes, 0, insert.StatementLength));
        Assert.Equal("DATA", Encoding.UTF8.GetString(bytes.AsSpan(insert.DataStart)));
    }

    [Fact]
    public void Values_are_rows_too()
    {
        var bytes = "INSERT INTO t (a) VALUES (1), (2)"u8.ToArray();
        var insert = InsertStatement.Find(bytes);
        Assert.Equal("Values", insert!.Format);
        Assert.Equal(" (1), (2)", Encoding.UTF8.GetString(bytes.AsSpan(insert.DataStart)));
    }

    [Fact]
    public void A_line_end_is_data_when_it_is_the_second_one()
    {
        var bytes = "INSERT INTO t FORMAT RowBinary\n\n\n"u8.ToArray();
        Assert.Equal(2, bytes.Length - InsertStatement.Find(bytes)!.DataStart);
    }

    [Fact]
    public void A_select_between_is_seen() =>
        Assert.True(InsertStatement.Find("INSERT INTO t SELECT a FROM input('a UInt8') FORMAT RowBinary\n"u8)!.HasSelect);

    [Fact]
    public void Any_bytes_are_read_to_an_end()
    {
        var random = new Random(7);
        var alphabet = "INSERT FORMAT VALUES '`\"\\$/*-#;() \n\0\xFF"u8.ToArray();
        var text = new byte[64];
        for (var round = 0; round < 20_000; round++)
        {
            for (var index = 0; index < text.Length; index++) text[index] = alphabet[random.Next(alphabet.Length)];
            "INSERT "u8.CopyTo(text);
            var insert = InsertStatement.Find(text);
            Assert.True(insert is null || (insert.StatementLength <= insert.DataStart && insert.DataStart <= text.Length));
        }
    }
}
