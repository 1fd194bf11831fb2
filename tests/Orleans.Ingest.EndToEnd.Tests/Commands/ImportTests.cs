using System.Globalization;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Commands;

/// <summary><c>import</c> as a process, into a real service.</summary>
public sealed class ImportTests : IDisposable
{
    private const int Count = 20_000;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-import-");

    private string File => Path.Combine(_directory.FullName, "events.ndjson");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Every_event_is_stored_once_although_importer_and_service_are_killed_in_the_middle()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:01"));
        await WriteAsync(Count);
        using var importer = Importer(service, "import", File, "--batch", "400");

        // :: Step 1: the importer is killed
        importer.Start();
        await LinesAsync(importer, 2000);
        importer.Kill();
        var killedAt = Lines();
        Assert.InRange(killedAt, 2000, Count - 4000);

        // :: Step 2: the next one goes on, is asked to end, and says how to go on
        importer.Start();
        await LinesAsync(importer, killedAt + 1000);
        Assert.Equal(1, await importer.StopAsync(_patience));
        Assert.Contains("the same command again goes on there", importer.Output, StringComparison.Ordinal);
        killedAt = Lines();
        Assert.InRange(killedAt, 3000, Count - 3000);

        // :: Step 3: so does the one after that, and the service is killed under it
        importer.Start();
        await LinesAsync(importer, killedAt + 2000);
        service.Kill();
        Assert.InRange(Lines(), killedAt + 2000, Count - 1);
        await service.StartAgainAsync();

        // :: Step 4: it ends by itself
        Assert.True(await importer.EndsWithinAsync(_patience), importer.Output);
        Assert.True(importer.ExitCode == 0, importer.Output);
        Assert.Contains($"{Count} lines", importer.Output, StringComparison.Ordinal);
        await AssertStoredOnceAsync(service);
        Assert.Equal(0, (await service.ClickHouse.AuditAsync()).Status);

        // :: Step 5: ids are the same in every run, also of one that knows nothing of those before
        importer.Arguments = [.. importer.Arguments, "--state", Path.Combine(_directory.FullName, "another")];
        importer.Start();
        Assert.True(await importer.EndsWithinAsync(_patience), importer.Output);
        Assert.Contains($"{Count} duplicate", importer.Output, StringComparison.Ordinal);
        await AssertStoredOnceAsync(service);
    }

    [Fact]
    public async Task The_service_its_key_and_what_it_refuses_are_said_in_plain_lines()
    {
        await using var service = await ServiceProcess.StartAsync();
        await WriteAsync(3, "nonsense");
        using var importer = Importer(service, "import", "--Ingest:DataDirectory=" + service.DataDirectory, File);
        importer.Environment.Remove("Ingest__AdminKey");
        Assert.Equal(1, await RunAsync(importer));
        // Behind what it says of its progress while it waits for the service.
        Assert.Equal(["4 lines", "3 accepted", "0 duplicate", "0 dropped", $"1 invalid, with their line numbers in {File}.rejected"], importer.Output.Split('\n').Select(line => line.Trim()).TakeLast(5));

        importer.Arguments = [.. importer.Arguments.Take(1), "import", File, "--key", "not the key", "--state", File + ".2"];
        Assert.Equal(2, await RunAsync(importer));
        Assert.Contains("refuses the key (401)", importer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standard_input_is_imported_and_what_is_no_event_is_shown()
    {
        await using var service = await ServiceProcess.StartAsync();
        await WriteAsync(3, "nonsense");
        var script = Path.Combine(_directory.FullName, "piped.sh");
        await System.IO.File.WriteAllTextAsync(
            script, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll")}' --Urls={service.Url} import - --key {service.AdminKey} < '{File}' 2>&1; echo status $?", TestContext.Current.CancellationToken);
        var output = (await ShellScript.RunAsync(script, _directory.FullName)).Select(line => line.Trim()).ToArray();
        Assert.Equal(["4 lines", "3 accepted", "0 duplicate", "0 dropped", "1 invalid, shown above", "status 1"], output[^6..]);
        Assert.Contains("""{"line":4,"errors":{"request":["Unable to parse request body as json"]},"text":"nonsense"}""", output);
        Assert.Equal(2, _directory.GetFileSystemInfos().Length);
    }

    private static async Task<int> RunAsync(ProgramProcess importer)
    {
        importer.Start();
        Assert.True(await importer.EndsWithinAsync(_patience), importer.Output);
        return importer.ExitCode;
    }

    private static Task AssertStoredOnceAsync(ServiceProcess service) => service.ClickHouse.EventuallyAsync(
        "SELECT (SELECT count() FROM events_v2), (SELECT uniqExact(pathname) FROM events_v2), (SELECT sum(sign * events) FROM sessions_v2)", $"{Count}\t{Count}\t{Count}");

    private ProgramProcess Importer(ServiceProcess service, params string[] arguments)
    {
        var importer = ProgramProcess.OfServer(_directory.FullName);
        importer.Arguments = [.. importer.Arguments, .. arguments];
        importer.Environment["Urls"] = service.Url.ToString();
        importer.Environment["Ingest__AdminKey"] = service.AdminKey;
        return importer;
    }

    private Task LinesAsync(ProgramProcess importer, long least) => Until.TrueAsync(() => Lines() >= least || importer.HasExited, () => $"{Lines()} lines are done:\n{importer.Output}");

    private long Lines() => System.IO.File.Exists(File + ".import") ? JsonElement.Parse(System.IO.File.ReadAllText(File + ".import")).GetProperty("lines").GetInt64() : 0;

    private Task WriteAsync(int count, params string[] more)
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(-2);
        return System.IO.File.WriteAllLinesAsync(File, Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"n":"pageview","u":"http://localhost/p{{i}}","d":"localhost","ip":"192.0.2.{{i % 200}}","timestamp":"{{at.AddMilliseconds(i * 300):O}}"}""")).Concat(more));
    }
}
