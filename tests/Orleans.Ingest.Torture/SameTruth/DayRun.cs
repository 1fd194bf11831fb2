using System.Diagnostics;
using System.Globalization;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>Plays one day through the embedded mode, a cluster, a cluster that is struck meanwhile, and in another order; all must leave the same tables.</summary>
internal sealed class DayRun(DayOptions options, Action<string> say)
{
    private const int Silos = 3;
    private const int FrontEnds = 2;

    /// <summary>True when all databases are equal.</summary>
    public async Task<bool> RunAsync()
    {
        // The last day: a midnight is in it, and no event is ahead of the clock.
        var day = new SyntheticDay(options.Seed).Make(options.Events, TimeProvider.System.GetUtcNow().AddMinutes(-2));
        DayEvent[] calm = [.. day.Where(e => !e.IsEngagement)];
        var shuffled = calm.ToArray();
        new Random(options.Seed).Shuffle(shuffled);
        say(string.Create(CultureInfo.InvariantCulture, $"{day.Length} events from {day[0].At:u} to {day[^1].At:u}, seed {options.Seed}"));

        var truth = await PlayAsync("embedded", day, EmbeddedAsync, blows: 0);
        foreach (var (domain, count) in truth.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)) say($"  {domain}: {count}");
        var holds = true;
        if (IsWanted("cluster")) holds &= Compare(truth, await PlayAsync("cluster", day, ClusterAsync, blows: 0), withDrops: true);
        if (IsWanted("struck")) holds &= Compare(truth, await PlayAsync("struck", day, ClusterAsync, options.Blows, until: truth), withDrops: false);
        if (!IsWanted("shuffled")) return holds;
        // With one salt: over a change of salts a visit is joined while its visitor's events come in their order (docs/guarantees.md).
        truth = await PlayAsync("embedded, without engagement", calm, EmbeddedAsync, blows: 0, hasOneSalt: true);
        return holds & Compare(truth, await PlayAsync("shuffled", shuffled, EmbeddedAsync, blows: 0, hasOneSalt: true, until: truth), withDrops: true);
    }

    private bool IsWanted(string name) => options.Only.Count == 0 || options.Only.Contains(name, StringComparer.OrdinalIgnoreCase);

    private bool Compare(DayTables truth, DayTables other, bool withDrops)
    {
        var differences = truth.DifferencesTo(other, withDrops);
        foreach (var difference in differences) say($"  differs: {difference}");
        if (differences.Count == 0) say(withDrops ? "  equal: events, visits, sums, counts" : "  equal: events, visits, sums, counts of what is stored");
        return differences.Count == 0;
    }

    private async Task<DayTables> PlayAsync(string name, DayEvent[] events, Func<(string Key, string Value)[], Task<ITarget>> start, int blows, bool hasOneSalt = false, DayTables? until = null)
    {
        await using var target = await start(hasOneSalt ? Settings() : [.. Settings(), .. FakeClock.Yesterday]);
        using var player = new DayPlayer(target, options.Patience);
        await player.MakeSiteAsync();
        if (!hasOneSalt)
        {
            await player.MakeSaltsAsync();
            await target.StartAgainAsync(without: FakeClock.Names);
        }

        var began = Stopwatch.GetTimestamp();
        using var stop = new CancellationTokenSource();
        var striking = StrikeAsync(target, blows, stop.Token);
        foreach (var some in events.Chunk(options.Batch)) await player.SendAsync(some);
        await stop.CancelAsync();
        var struck = await striking;
        var sent = Stopwatch.GetElapsedTime(began);
        var tables = await SettledAsync(target, until, withDrops: blows == 0);
        var (audit, status) = await target.ClickHouse.AuditAsync();
        say(string.Create(CultureInfo.InvariantCulture, $"{name}: {tables.Totals}, {tables.WithTwoIds} visitors with two ids; {events.Length / sent.TotalSeconds:0} events a second, settled {(Stopwatch.GetElapsedTime(began) - sent).TotalSeconds:0} s later{struck}"));
        if (!hasOneSalt && tables.WithTwoIds == 0) throw new InvalidOperationException($"{name}: no visitor has two ids, so the midnight did not change the salts.");
        return status == 0 ? tables : throw new InvalidOperationException($"{name}: the audit finds\n{audit}");
    }

    /// <summary>The tables once they are as they should be, or do not change any more.</summary>
    private async Task<DayTables> SettledAsync(ITarget target, DayTables? expected, bool withDrops)
    {
        var (last, since) = ((DayTables?)null, Stopwatch.GetTimestamp());
        var began = since;
        while (Stopwatch.GetElapsedTime(began) < options.Patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            var now = await DayTables.ReadAsync(target.ClickHouse);
            if (expected is not null && expected.DifferencesTo(now, withDrops).Count == 0) return now;
            if (last is null || last.DifferencesTo(now, withDrops: true).Count > 0) since = Stopwatch.GetTimestamp();
            last = now;
            // Longer than late events and counts are looked for again.
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(expected is null ? 15 : 90)) return now;
        }

        return last ?? throw new TimeoutException("The tables could not be read.");
    }

    private async Task<string> StrikeAsync(ITarget target, int count, CancellationToken stop)
    {
        var (random, struck) = (new Random(options.Seed), new List<string>());
        try
        {
            while (struck.Count < count)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 4)), TimeProvider.System, stop);
                var blow = target.Blows[random.Next(target.Blows.Count)];
                await blow.StrikeAsync();
                struck.Add(blow.Kind);
            }
        }
        catch (OperationCanceledException)
        {
            // The day is over.
        }

        return struck.Count == 0 ? "" : $"; struck meanwhile: {string.Join(", ", struck)}";
    }

    private static async Task<ITarget> EmbeddedAsync((string Key, string Value)[] settings) => await EmbeddedTarget.StartAsync(settings);

    private static async Task<ITarget> ClusterAsync((string Key, string Value)[] settings) => await ClusterTarget.StartAsync(Silos, FrontEnds, settings);

    private static (string Key, string Value)[] Settings()
    {
        var list = Path.Combine(Path.GetTempPath(), "ingest-day-datacentre.txt");
        File.WriteAllText(list, SyntheticDay.Datacentre + "\n");
        return [("Ingest__AdminKey", ClusterProcesses.AdminKey), ("Ingest__IpLists__Datacentre", list)];
    }
}
