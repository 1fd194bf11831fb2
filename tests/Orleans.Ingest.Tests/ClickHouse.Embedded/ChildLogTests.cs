using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ChildLogTests
{
    [Theory]
    [InlineData("info: A.B.C[1] Opened.", LogLevel.Information, "Opened.")]
    [InlineData("fail: A[2] It broke [here] and there.", LogLevel.Error, "It broke [here] and there.")]
    [InlineData("terminate called", LogLevel.Warning, "terminate called")]
    [InlineData("x", LogLevel.Warning, "x")]
    public void A_line_keeps_its_level(string line, LogLevel level, string text) => Assert.Equal((level, text), ChildLog.Parse(line));
}
