using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ChildLogTests
{
    [Theory]
    [InlineData("info: A.B.C[1] Opened.", LogLevel.Information, "Opened.", true)]
    [InlineData("fail: A[2] It broke [here] and there.", LogLevel.Error, "It broke [here] and there.", true)]
    [InlineData("terminate called", LogLevel.Warning, "terminate called", false)]
    [InlineData("x", LogLevel.Warning, "x", false)]
    public void A_line_keeps_its_level_and_says_whether_a_logger_wrote_it(string line, LogLevel level, string text, bool isLogged) =>
        Assert.Equal((level, text, isLogged), ChildLog.Parse(line));
}
