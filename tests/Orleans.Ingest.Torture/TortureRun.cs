using System.Diagnostics;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture;

/// <summary>
/// Runs the service as real processes under a known stream of events, kills them at random moments with <c>kill -9</c>, and compares what was
/// acknowledged with what is in ClickHouse.
/// </summary>
public sealed class TortureRun(TortureOptions options, Action<string> say)
{
    private readonly List<TimeSpan> _serviceRecoveries = [];
    private readonly List<TimeSpan> _clickHouseRecoveries = [];
    private readonly Random _random = new(options.Seed);
    private long _refusedForClickHouse;

    /// <summary>Does all rounds (or the outage), then waits until everything is written and compares.</summary>
    /// <exception cref="TimeoutException">Something did not come back within <see cref="TortureOptions.Patience"/>.</exception>
    public async Task<TortureReport> RunAsync()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:01"));
        using var watch = new LogWatch(service.DataDirectory);
        await using var sender = new EventSender(service.Url, options);
        await sender.AcceptedAsync(options.Patience);
        if (options.Outage is { } outage) await KeepClickHouseDownAsync(service, sender, outage);
        else await KillInRoundsAsync(service, sender);
        await sender.StopAsync();

        var ended = Stopwatch.GetTimestamp();
        await watch.EmptyAsync(options.Patience);
        var caughtUp = Stopwatch.GetElapsedTime(ended);
        var stored = await StoredEvents.ReadAsync(service.ClickHouse, sender.Ledger);
        var (audit, status) = await service.AuditAsync();
        return new(sender.Ledger, stored, _serviceRecoveries, _clickHouseRecoveries, _refusedForClickHouse, caughtUp, watch.PeakBytes, audit, status == 0);
    }

    private async Task KillInRoundsAsync(ServiceProcess service, EventSender sender)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            await Task.Delay(_random.NextDouble() * options.Calm, TimeProvider.System);
            var victim = options.Victims[_random.Next(options.Victims.Count)];
            var killed = Stopwatch.GetTimestamp();
            if (victim == Victim.ClickHouse) await KillClickHouseAsync(service, sender);
            else await KillServiceAsync(service, sender, alsoClickHouse: victim == Victim.Both);
            say($"round {round} of {options.Rounds}: {victim} killed, back after {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s; {sender.Ledger[Answer.Accepted]} acknowledged");
        }
    }

    private async Task KillServiceAsync(ServiceProcess service, EventSender sender, bool alsoClickHouse)
    {
        // The child first, or it is gone with its parent.
        if (alsoClickHouse) await service.KillClickHouseAsync();
        var killed = Stopwatch.GetTimestamp();
        service.Kill();
        var accepted = sender.AcceptedAsync(options.Patience);
        await service.StartAgainAsync();
        await accepted;
        _serviceRecoveries.Add(Stopwatch.GetElapsedTime(killed));
    }

    private async Task KillClickHouseAsync(ServiceProcess service, EventSender sender)
    {
        var refused = sender.Ledger[Answer.Refused];
        var killed = Stopwatch.GetTimestamp();
        await service.KillClickHouseAsync();
        await service.ClickHouse.EventuallyAsync("SELECT 1", options.Patience, "1");
        _clickHouseRecoveries.Add(Stopwatch.GetElapsedTime(killed));
        _refusedForClickHouse += sender.Ledger[Answer.Refused] - refused;
    }

    private async Task KeepClickHouseDownAsync(ServiceProcess service, EventSender sender, TimeSpan outage)
    {
        var refused = sender.Ledger[Answer.Refused];
        var began = Stopwatch.GetTimestamp();
        var told = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(began) < outage)
        {
            // It is started again each time: the next one is killed as soon as it is there.
            await service.KillClickHouseAsync();
            if (Stopwatch.GetElapsedTime(began) - told < TimeSpan.FromMinutes(1)) continue;
            told = Stopwatch.GetElapsedTime(began);
            say($"ClickHouse down for {told.TotalMinutes:0} minutes; {sender.Ledger[Answer.Accepted]} acknowledged, {sender.Ledger[Answer.Refused] - refused} refused");
        }

        await service.ClickHouse.EventuallyAsync("SELECT 1", options.Patience, "1");
        _clickHouseRecoveries.Add(Stopwatch.GetElapsedTime(began) - outage);
        _refusedForClickHouse += sender.Ledger[Answer.Refused] - refused;
    }
}
