using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Server.Commands.Import;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Server.Import;

/// <summary>Imports into a front end whose cluster is in memory.</summary>
public sealed class ImportRunTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-import-");
    private readonly ImpatientTime _time = new();
    private WebHost _web = null!;

    private string File => Path.Combine(_directory.FullName, "events.ndjson");

    public async ValueTask InitializeAsync()
    {
        _web = await WebHost.StartAsync(null, null, ("Ingest:RetryBudget", "00:00:00.5"), ("Ingest:MaxBulkBytes", "2000"));
        _web.Cluster.AddSite("example.com");
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_line_is_sent_once_however_often_the_file_is_imported()
    {
        await WriteAsync(Lines(25));
        Assert.Equal((25, 25, 0), Counts(await ImportAsync()));
        Assert.Equal((25, 25, 0), Counts(await ImportAsync()));
        Assert.Equal(25, _web.Cluster.Recorded.Count);
        Assert.Equal((25, 0, 25), Counts(await ImportAsync(state: "another")));
        Assert.Equal(25, _web.Cluster.Recorded.Count);
    }

    [Fact]
    public async Task A_file_that_has_grown_is_imported_from_where_it_ended()
    {
        await WriteAsync(Lines(10));
        await ImportAsync();
        await System.IO.File.AppendAllLinesAsync(File, Lines(14).Skip(10), TestContext.Current.CancellationToken);
        Assert.Equal((14, 14, 0), Counts(await ImportAsync()));
        Assert.Equal(14, _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname).Distinct().Count());
    }

    [Fact]
    public async Task A_packed_file_goes_on_where_it_was_interrupted()
    {
        var packed = File + ".gz";
        await using (var writer = new StreamWriter(new GZipStream(System.IO.File.Create(packed), CompressionLevel.Fastest)))
            foreach (var line in Lines(30)) await writer.WriteLineAsync(line);
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(packed, stopAfter: (10, stopping)));
        var sent = _web.Cluster.Recorded.Count;
        Assert.InRange(sent, 10, 29);
        Assert.Equal((30, 30, 0), Counts(await ImportAsync(packed)));
        Assert.Equal(30, _web.Cluster.Recorded.Count);
    }

    [Fact]
    public async Task What_is_no_event_is_kept_with_its_line_number_and_what_is_wrong()
    {
        await WriteAsync([Line(0), "", "[1]", Line(1), """{"n":"pageview"}""", Line(2)]);
        var state = await ImportAsync();
        Assert.Equal((3, 2), (state.Accepted, state.Invalid));
        var rejected = (await System.IO.File.ReadAllLinesAsync(File + ".rejected", TestContext.Current.CancellationToken)).Select(line => JsonElement.Parse(line)).ToArray();
        Assert.Equal([3, 5], rejected.Select(line => line.GetProperty("line").GetInt64()).Order());
        Assert.Equal("[1]", rejected.Single(line => line.GetProperty("line").GetInt64() == 3).GetProperty("text").GetString());
        Assert.Equal("is required", rejected.Single(line => line.GetProperty("line").GetInt64() == 5).GetProperty("errors").GetProperty("url")[0].GetString());
    }

    [Fact]
    public async Task A_rejected_line_that_a_killed_run_did_not_note_is_not_written_twice()
    {
        await WriteAsync(["[1]", Line(1)]);
        await System.IO.File.WriteAllTextAsync(File + ".rejected", "of a run that was killed\n", TestContext.Current.CancellationToken);
        await ImportAsync();
        Assert.StartsWith("""{"line":1,""", Assert.Single(await System.IO.File.ReadAllLinesAsync(File + ".rejected", TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropped_events_are_counted_by_reason()
    {
        await WriteAsync([Line(0), Line(1, "nowhere.example"), Line(2, "nowhere.example")]);
        var state = await ImportAsync();
        Assert.Equal((1, 2), (state.Accepted, Assert.Single(state.Dropped, reason => reason.Key == "not_found").Value));
    }

    [Fact]
    public async Task What_was_not_durable_is_sent_again_and_nothing_else_is()
    {
        // Until the importer pauses for the first time.
        _web.Cluster.Answer = (_, sent) => new(sent.Event.Pathname == "/3" && _time.Pauses.Count == 0 ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        await WriteAsync(Lines(6));
        Assert.Equal((6, 6, 0), Counts(await ImportAsync()));
        Assert.Equal(["/0", "/1", "/2", "/4", "/5"], _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname).Where(path => path != "/3").Order());
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_sent_in_parts_and_a_line_that_is_is_rejected()
    {
        await WriteAsync([.. Lines(40), Line(40, path: new string('x', 1990))]);
        var state = await ImportAsync(batch: 1000);
        Assert.Equal((40, 1), (state.Accepted, state.Invalid));
        Assert.Contains("MaxBulkBytes", await System.IO.File.ReadAllTextAsync(File + ".rejected", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_ends_the_import_at_once()
    {
        await WriteAsync(Lines(1));
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(key: "wrong"));
        Assert.Contains("--key", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task A_service_that_stays_away_ends_the_import_after_pauses_that_grow()
    {
        await WriteAsync(Lines(1));
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(service: new("http://127.0.0.1:9/")));
        Assert.Contains("run the same command again", refused.Message, StringComparison.Ordinal);
        var pauses = _time.Pauses.Where(pause => pause > TimeSpan.Zero && pause < TimeSpan.FromSeconds(60)).ToArray();
        Assert.Equal([0.25, 0.5, 1, 2, 4, 8], pauses.Take(6).Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task A_state_of_another_file_is_refused()
    {
        await WriteAsync(Lines(3));
        await ImportAsync();
        await WriteAsync(Lines(3).Skip(1));
        Assert.Contains("--state", (await Assert.ThrowsAsync<InvalidDataException>(() => ImportAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_few_requests_are_on_their_way_at_once()
    {
        var (underWay, all) = (0, new TaskCompletionSource());
        _web.Cluster.Answer = async (_, _) =>
        {
            // Nobody is answered until a request of each lane is here.
            if (Interlocked.Increment(ref underWay) == 4) all.TrySetResult();
            await all.Task.WaitAsync(TestContext.Current.CancellationToken);
            return RecordOutcome.Stored;
        };
        await WriteAsync(Enumerable.Range(0, 4).Select(lane => Line(lane, address: AddressOf(lane))));
        Assert.Equal((4, 4, 0), Counts(await ImportAsync(batch: 1, lanes: 4)));
    }

    [Fact]
    public async Task A_visitors_events_are_sent_in_their_order_whatever_is_on_its_way_at_once()
    {
        await WriteAsync(Lines(300));
        Assert.Equal((300, 300, 0), Counts(await ImportAsync(batch: 7, lanes: 4)));
        foreach (var visitor in _web.Cluster.Recorded.GroupBy(recorded => recorded.Key))
        {
            var sent = visitor.Select(recorded => int.Parse(recorded.Event.Event.Pathname[1..], CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(60, sent.Length);
            Assert.Equal(sent.Order(), sent);
        }
    }

    [Fact]
    public async Task A_run_that_ends_notes_no_line_that_is_not_answered_and_the_next_one_sends_no_event_twice()
    {
        // The service goes for good when one lane is half way; others have answers for lines behind those.
        _web.Cluster.Answer = (_, sent) => new(sent.Event.Pathname is "/20" && _time.Pauses.Count < 100 ? RecordOutcome.Unavailable : RecordOutcome.Stored);
        await WriteAsync(Enumerable.Range(0, 64).Select(i => Line(i, address: AddressOf(i % 4))));
        await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(batch: 2, lanes: 4));
        var noted = JsonElement.Parse(await System.IO.File.ReadAllTextAsync(File + ".import", TestContext.Current.CancellationToken)).GetProperty("lines").GetInt64();
        Assert.Equal(16, noted);
        Assert.Contains(_web.Cluster.Recorded, recorded => recorded.Event.Event.Pathname == "/21");

        _web.Cluster.Answer = (_, _) => new(RecordOutcome.Stored);
        var state = await ImportAsync(batch: 2, lanes: 4);
        Assert.Equal((64, 64), (state.Lines, state.Accepted + state.Duplicate));
        var stored = _web.Cluster.Recorded.Select(recorded => recorded.Event.Event.Pathname).Where(path => path != "/20").ToArray();
        Assert.Equal((63, 63), (stored.Length, stored.Distinct().Count()));
    }

    /// <summary>An address of a visitor whose events go along this one of four lanes.</summary>
    private static string AddressOf(int lane) =>
        Enumerable.Range(1, 250).Select(i => $"198.51.100.{i}").First(address => (uint)LineVisitor.Of(address, null) % 4 == lane);

    private static (long Lines, long Accepted, long Duplicate) Counts(ImportState state) => (state.Lines, state.Accepted, state.Duplicate);

    private static IEnumerable<string> Lines(int count) => Enumerable.Range(0, count).Select(i => Line(i));

    private static string Line(int i, string domain = "example.com", string? path = null, string? address = null) => $$"""{"n":"pageview","u":"https://example.com/{{path ?? $"{i}"}}","d":"{{domain}}","ip":"{{address ?? $"192.0.2.{i % 5}"}}"}""";

    private Task WriteAsync(IEnumerable<string> lines) => System.IO.File.WriteAllLinesAsync(File, lines, TestContext.Current.CancellationToken);

    private async Task<ImportState> ImportAsync(string? file = null, string? state = null, string key = WebHost.Key, int batch = 10, int lanes = 1, Uri? service = null, (int Lines, CancellationTokenSource Source)? stopAfter = null)
    {
        file ??= File;
        var settings = new ImportSettings(file, service ?? _web.Http.BaseAddress!, key, Backdate: false, state is null ? file + ".import" : Path.Combine(_directory.FullName, state), file + ".rejected", batch, lanes, TimeSpan.FromMinutes(1));
        using var client = new ImportClient(settings.Service, settings.Key, settings.Backdate);
        await using var source = await ImportSource.OpenAsync(file, TestContext.Current.CancellationToken);
        var run = new ImportRun(settings, client, source, TextWriter.Null, _time);
        await run.RunAsync(
            (now, _) =>
            {
                if (now.Lines >= stopAfter?.Lines) stopAfter.Value.Source.Cancel();
            },
            stopAfter?.Source.Token ?? TestContext.Current.CancellationToken);
        return run.State;
    }
}
