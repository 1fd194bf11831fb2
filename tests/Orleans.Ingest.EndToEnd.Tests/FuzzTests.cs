using Orleans.Ingest.Torture.Fuzzing;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The fuzz command, in short (CONTRIBUTING.md has the long one).</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Whatever_is_sent_to_it_the_service_answers_lives_and_stores_what_it_has_acknowledged_once()
    {
        var report = await new FuzzRun(new() { Requests = 4000, Seed = 20, Connections = 64 }, TestContext.Current.SendDiagnosticMessage).RunAsync();
        Assert.True(report.Holds, report.ToString());
        Assert.NotEqual(0, report.Answers.GetValueOrDefault(("event", 202)));
    }
}
