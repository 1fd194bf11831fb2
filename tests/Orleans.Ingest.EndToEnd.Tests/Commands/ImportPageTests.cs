using System.Text.RegularExpressions;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Commands;

/// <summary>What docs/import.md shows works as it is written there, one example after the other.</summary>
public sealed partial class ImportPageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-import-page-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_examples_of_the_page_answer_as_the_page_says()
    {
        await using var service = await ServiceProcess.StartAsync();
        Directory.CreateSymbolicLink(Path.Combine(_directory.FullName, "data"), service.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "events.ndjson"), """{"n":"pageview","u":"http://localhost/imported","d":"localhost"}""", TestContext.Current.CancellationToken);
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs", "import.md"), TestContext.Current.CancellationToken);
        var examples = Blocks("bash", page);
        var answers = Blocks("json", page);
        Assert.Equal((3, 2), (examples.Length, answers.Length));

        Assert.Equal(WithoutReceipts(answers[0]), WithoutReceipts(Assert.Single(await RunAsync(service, examples[0]))));
        Assert.Equal("1 lines", (await RunAsync(service, examples[1]))[0]);
        var check = Assert.Single(await RunAsync(service, examples[2]));
        // The page leaves rules out; what it shows stands there in this order.
        var at = 0;
        foreach (var part in answers[1].Split('\n').Select(line => line.Trim().TrimEnd(',')).Where(line => line.StartsWith("{\"rule", StringComparison.Ordinal)).Prepend("""{"decisions":[{"domain":"localhost","accepted":false,"reason":"bot","rules":["""))
        {
            at = check.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{part} is not in:\n{check}");
        }

        await service.ClickHouse.EventuallyAsync("SELECT name, pathname FROM events_v2 ORDER BY name, pathname", "Purchase\t/pricing", "pageview\t/imported", "pageview\t/pricing");
    }

    private async Task<string[]> RunAsync(ServiceProcess service, string example)
    {
        var script = Path.Combine(_directory.FullName, "example.sh");
        await File.WriteAllTextAsync(
            script,
            example.Replace("http://127.0.0.1:8080", service.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
                .Replace("dotnet run --project src/Orleans.Ingest.Server --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll")}'", StringComparison.Ordinal));
        return await ShellScript.RunAsync(script, _directory.FullName, ("Urls", service.Url.ToString()));
    }

    private static string[] Blocks(string language, string page) => [.. Block().Matches(page).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value.Trim())];

    /// <summary>No two are the same.</summary>
    private static string WithoutReceipts(string answer) => Receipt().Replace(answer, "receipt");

    [GeneratedRegex("\"receipt\":\"[^\"]+\"")]
    private static partial Regex Receipt();

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
