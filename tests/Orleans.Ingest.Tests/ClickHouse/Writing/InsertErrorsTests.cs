using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Writing;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Writing;

public class InsertErrorsTests
{
    private static readonly GroupRows Group = new(0, 256, 512, 1, [], []);

    [Theory]
    [InlineData(159, "TIMEOUT_EXCEEDED"), InlineData(164, "READONLY"), InlineData(202, "TOO_MANY_SIMULTANEOUS_QUERIES"), InlineData(209, "SOCKET_TIMEOUT")]
    [InlineData(241, "MEMORY_LIMIT_EXCEEDED"), InlineData(242, "TABLE_IS_READ_ONLY"), InlineData(243, "NOT_ENOUGH_SPACE"), InlineData(252, "TOO_MANY_PARTS")]
    [InlineData(319, "UNKNOWN_STATUS_OF_INSERT"), InlineData(516, "AUTHENTICATION_FAILED"), InlineData(999, "KEEPER_EXCEPTION"), InlineData(60, "UNKNOWN_TABLE")]
    [InlineData(53, "TYPE_MISMATCH"), InlineData(70, "CANNOT_CONVERT_TYPE")]
    [InlineData(-1, "no code at all")]
    public void What_speaks_of_the_server_heals(int code, string name) =>
        Assert.IsType<ClickHouseUnavailableException>(InsertErrors.Translate(new ClickHouseServerException($"Code: {code}. DB::Exception: ({name})", "", code), Group));

    [Theory]
    [InlineData(33, "CANNOT_READ_ALL_DATA"), InlineData(117, "INCORRECT_DATA"), InlineData(190, "SIZES_OF_ARRAYS_DONT_MATCH"), InlineData(469, "VIOLATED_CONSTRAINT")]
    public void What_speaks_of_the_rows_does_not(int code, string name) =>
        Assert.IsType<RowsRefusedException>(InsertErrors.Translate(new ClickHouseServerException($"Code: {code}. DB::Exception: ({name})", "", code), Group));

    [Fact]
    public void Connection_and_time_heal_and_a_damaged_payload_does_not()
    {
        Assert.IsType<ClickHouseUnavailableException>(InsertErrors.Translate(new HttpRequestException("refused"), Group));
        Assert.IsType<ClickHouseUnavailableException>(InsertErrors.Translate(new OperationCanceledException(), Group));
        Assert.IsType<RowsRefusedException>(InsertErrors.Translate(new InvalidDataException("cut off"), Group));
    }

    [Fact]
    public void Changed_tables_are_looked_at_again()
    {
        Assert.True(InsertErrors.TablesChanged(new ClickHouseServerException("Code: 60.", "", 60)));
        Assert.True(InsertErrors.TablesChanged(new ClickHouseServerException("Code: 53.", "", 53)));
        Assert.False(InsertErrors.TablesChanged(new ClickHouseServerException("Code: 241.", "", 241)));
    }
}
