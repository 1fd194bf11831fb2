using System.Globalization;
using System.Text;
using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.Tests.DurableLog.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The process ends before every single file operation of a run, with and without a power loss.</summary>
public sealed class LocalLogKillPointTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Whatever_operation_a_kill_falls_on_every_acknowledged_row_comes_out_once_and_its_snapshot_stays()
    {
        var killed = 0;
        while (await RunAsync(killed, powerLoss: null)) killed++;
        Assert.True(killed > 40, $"only {killed} operations");
    }

    [Fact]
    public async Task Whatever_operation_a_power_loss_falls_on_every_acknowledged_row_comes_out_once_and_its_snapshot_stays()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var killed = 0;
            while (await RunAsync(killed, new Random(seed))) killed++;
        }
    }

    /// <summary>True when the kill fell within the run.</summary>
    private static async Task<bool> RunAsync(int killedAt, Random? powerLoss)
    {
        await using var log = new LogOnSimulatedDisk();
        var tables = new WrittenTables();
        var run = new Run(log, tables);
        log.Disk.NextProcess();
        log.Disk.EndsAt = killedAt;
        await run.StepsAsync();
        var wasKilled = log.Disk.Operations > killedAt;
        if (powerLoss is null) await log.KillAndReopenAsync();
        else await log.LosePowerAndReopenAsync(powerLoss);

        // The next process goes on where the sessions' durable snapshots are.
        await run.AppendAsync(1);
        await run.AppendAsync(9);
        await log.Log.RipenAsync(0, _none);
        while (await run.WriteGroupAsync())
        {
        }

        var deadLetters = DeadLetters(log);
        var kept = run.Sent.Where(row => deadLetters.Contains(row, StringComparison.Ordinal)).ToArray();
        string[] rows = [.. tables.Rows, .. kept];
        Assert.Equal(rows.Distinct(), rows);
        Assert.Empty(run.Acknowledged.Except(rows));
        // What was not acknowledged may be there (the kill fell between sync and answer), but then the session's snapshot says so.
        foreach (var key in run.Keys) Assert.Equal(rows.Where(row => KeyOf(row) == key).Select(VersionOf).DefaultIfEmpty().Max(), VersionOf(await log.SnapshotAsync(key) ?? "v0"));
        return wasKilled;
    }

    private static string DeadLetters(LogOnSimulatedDisk log) => string.Concat(log.Disk.Paths
        .Where(path => path.Contains("dead-letters", StringComparison.Ordinal) && path.EndsWith(".sealed", StringComparison.Ordinal))
        .Select(path => Encoding.Latin1.GetString(log.Disk[path])));

    private static ulong KeyOf(string row) => ulong.Parse(row.Split(' ')[2], CultureInfo.InvariantCulture);

    private static ulong VersionOf(string text) => ulong.Parse(text[(text.LastIndexOf('v') + 1)..], CultureInfo.InvariantCulture);

    private sealed class Run(LogOnSimulatedDisk log, WrittenTables tables)
    {
        private ulong _version;

        public List<string> Acknowledged { get; } = [];

        public List<string> Sent { get; } = [];

        public HashSet<ulong> Keys { get; } = [];

        public async Task StepsAsync()
        {
            Func<Task>[] steps =
            [
                () => AppendAsync(1), () => AppendAsync(2), WriteNextAsync, () => AppendAsync(1), () => AppendAsync(3), SetNextAsideAsync,
                () => AppendAsync(1), HalfAnHourAsync, WriteNextAsync, () => AppendAsync(2),
            ];
            // A dead process takes no further step: it could insert what it has in memory.
            foreach (var step in steps.TakeWhile(_ => log.Disk.Operations <= log.Disk.EndsAt)) await step();
        }

        public async Task AppendAsync(ulong key)
        {
            // As the session's grain: it builds on the durable snapshot.
            var known = VersionOf(await log.SnapshotAsync(key) ?? "v0");
            var chunk = Chunk(key, ++_version, known, born: log.Time.GetUtcNow());
            Keys.Add(key);
            Sent.Add(Text(chunk.Payload));
            var outcome = await log.AppendAsync(chunk);
            Assert.NotEqual(ChunkOutcome.Stale, outcome);
            if (outcome == ChunkOutcome.Appended) Acknowledged.Add(Text(chunk.Payload));
        }

        public async Task<bool> WriteGroupAsync()
        {
            if (await log.Log.ClaimGroupAsync(0, _none) is not { } group) return false;
            Assert.True(tables.Highest < await log.Log.LowestUnwrittenAsync(0, _none), "the log takes its own rows for a foreign log's");
            var contents = await log.Log.ReadGroupAsync(group, _none);
            tables.Insert(group, contents!);
            await log.Log.CommitAsync(group, _none);
            return true;
        }

        private Task HalfAnHourAsync()
        {
            log.Time.Advance(TimeSpan.FromMinutes(31));
            return Task.CompletedTask;
        }

        private Task WriteNextAsync() => UntilKilledAsync(() => WriteGroupAsync());

        private Task SetNextAsideAsync() => UntilKilledAsync(async () =>
        {
            if (await log.Log.ClaimGroupAsync(0, _none) is not { } group) return;
            await log.Log.SetAsideAsync(group, "the test says so", _none);
        });

        private async Task UntilKilledAsync(Func<Task> step)
        {
            log.Time.Advance(log.Options.FlushInterval);
            try
            {
                await step();
            }
            catch (IOException)
            {
                // Killed, or about to be.
            }
        }
    }
}
