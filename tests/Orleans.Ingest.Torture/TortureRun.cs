using System.Diagnostics;
using System.Globalization;

namespace Orleans.Ingest.Torture;

/// <summary>
/// Keeps real processes under a known stream of events, strikes them at random moments, and compares what was acknowledged with what is in ClickHouse.
/// </summary>
public sealed class TortureRun(ITarget target, TortureOptions options, Action<string> say)
{
    private readonly List<BlowOutcome> _outcomes = [];
    private readonly Random _random = new(options.Seed);

    /// <summary>Does all rounds (or the outage), then waits until everything is written and compares.</summary>
    /// <exception cref="TimeoutException">Something did not come back within <see cref="TortureOptions.Patience"/>.</exception>
    public async Task<TortureReport> RunAsync()
    {
        await using var sender = new EventSender(target.FrontEnds, options);
        await sender.AcceptedAsync(options.Patience);
        if (options.Outage is { } outage) await StrikeAsync(sender, new("ClickHouse kept down", true, () => KeepClickHouseDownAsync(sender, outage)));
        else await StrikeInRoundsAsync(sender);
        await sender.StopAsync();

        var ended = Stopwatch.GetTimestamp();
        await ArrivedAsync(sender.Ledger);
        var caughtUp = Stopwatch.GetElapsedTime(ended);
        var stored = await StoredEvents.ReadAsync(target.ClickHouse, sender.Ledger);
        var (audit, status) = await target.ClickHouse.AuditAsync();
        return new(sender.Ledger, stored, WithRefusals(sender), caughtUp, sender.LongestWait, target.Note, audit, status == 0);
    }

    private async Task StrikeInRoundsAsync(EventSender sender)
    {
        var blows = target.Blows.Where(blow => options.Kinds.Count == 0 || options.Kinds.Any(kind => blow.Kind.StartsWith(kind, StringComparison.OrdinalIgnoreCase))).ToArray();
        for (var round = 1; round <= options.Rounds; round++)
        {
            await Task.Delay(_random.NextDouble() * options.Calm, TimeProvider.System);
            await StrikeAsync(sender, blows[_random.Next(blows.Length)]);
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round} of {options.Rounds}: {_outcomes[^1].Blow.Kind}, back after {_outcomes[^1].Recovery.TotalSeconds:0.0} s; {sender.Ledger[Answer.Accepted]} acknowledged, {sender.Ledger[Answer.Refused]} refused"));
        }
    }

    private async Task StrikeAsync(EventSender sender, Blow blow)
    {
        var began = Stopwatch.GetTimestamp();
        await blow.StrikeAsync();
        await sender.AcceptedAsync(options.Patience);
        _outcomes.Add(new(blow, began, Stopwatch.GetTimestamp()));
    }

    private List<BlowOutcome> WithRefusals(EventSender sender)
    {
        var refused = sender.Refusals.CountBy(refusal => refusal.CauseAmong(_outcomes)).ToDictionary();
        return [.. _outcomes.Select((outcome, i) => outcome with { Refused = refused.GetValueOrDefault(i) })];
    }

    private async Task KeepClickHouseDownAsync(EventSender sender, TimeSpan outage)
    {
        var began = Stopwatch.GetTimestamp();
        var told = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(began) < outage)
        {
            // Where it is started again by itself, the next one is killed as soon as it is there.
            await target.KillClickHouseAsync();
            if (Stopwatch.GetElapsedTime(began) - told < TimeSpan.FromMinutes(1)) continue;
            told = Stopwatch.GetElapsedTime(began);
            say(string.Create(CultureInfo.InvariantCulture, $"ClickHouse down for {told.TotalMinutes:0} minutes; {sender.Ledger[Answer.Accepted]} acknowledged, {sender.Ledger[Answer.Refused]} refused"));
        }

        await target.StartClickHouseAsync();
    }

    /// <summary>Awaits that as many events are there as were acknowledged, and that no more come: unanswered ones may be there too.</summary>
    private async Task ArrivedAsync(Ledger ledger)
    {
        var (last, since) = (-1L, Stopwatch.GetTimestamp());
        var began = since;
        while (Stopwatch.GetElapsedTime(began) < options.Patience)
        {
            var now = await CountAsync();
            if (now != last) (last, since) = (now, Stopwatch.GetTimestamp());
            if (now >= ledger[Answer.Accepted] && Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(3)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        }
    }

    private async Task<long> CountAsync()
    {
        try
        {
            return long.Parse((await target.ClickHouse.QueryAsync("SELECT uniqExact(pathname) FROM events_v2 WHERE startsWith(pathname, '/e/')"))[0], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is HttpRequestException or InvalidOperationException)
        {
            return -1;
        }
    }
}
