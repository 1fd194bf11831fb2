using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ClickHouseErrorTests
{
    [Theory]
    [InlineData("Code: 60. DB::Exception: Table default.t does not exist. (UNKNOWN_TABLE)", 60, 404)]
    [InlineData("Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR)", 62, 400)]
    [InlineData("Code: 497. DB::Exception: Not enough privileges. (ACCESS_DENIED)", 497, 403)]
    [InlineData("Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)", 516, 403)]
    [InlineData("Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)", 241, 500)]
    [InlineData("Error: Code: 48. DB::Exception: No. (NOT_IMPLEMENTED)", 48, 501)]
    public void Code_gives_the_status_and_the_version_stands_last(string text, int code, int status)
    {
        var error = ClickHouseError.From(text, "26.7");
        Assert.Equal((code, status), (error.Code, error.Status));
        Assert.StartsWith($"Code: {code}. DB::Exception: ", error.Message);
        Assert.EndsWith(") (version 26.7)\n", error.Message);
    }

    [Fact]
    public void A_text_without_code_gets_one() =>
        Assert.Equal("Code: 1002. DB::Exception: Query processing failed. (UNKNOWN_EXCEPTION) (version 26.7)\n", ClickHouseError.From("Query processing failed", "26.7").Message);

    [Fact]
    public void A_version_is_not_told_twice() =>
        Assert.Equal("Code: 33. DB::Exception: x. (Y) (version 1.2)\n", ClickHouseError.From("Code: 33. DB::Exception: x. (Y) (version 1.2)", "26.7").Message);

    [Fact]
    public void An_error_wrapped_in_itself_is_told_once() => Assert.Equal(
        "Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 1.2)\n",
        ClickHouseError.From("Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 1.2). (UNKNOWN_FORMAT)", "1.2").Message);
}
