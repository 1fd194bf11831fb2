using System.Globalization;
using Orleans.Ingest.Contracts.Health;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>Findings about log, ClickHouse and clocks.</summary>
internal static class SiloChecks
{
    private static readonly TimeSpan SkewToMention = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SkewToMend = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LagToMention = TimeSpan.FromSeconds(30);

    public static IEnumerable<CheckAnswer> Of(Inspection silo, TimeSpan siloAhead)
    {
        yield return Log(silo);
        yield return ClickHouse(silo);
        yield return Clocks(siloAhead, silo.ClickHouseAhead);
        foreach (var risk in silo.Risks) yield return CheckAnswer.Warn("durability", $"A 202 is less safe than it could be. {risk}", "See README, two modes: what a 202 is worth with which settings of Redis.");
        if (silo.Risks.IsEmpty) yield return CheckAnswer.Ok("durability", "What is answered 202 is on a disk.");
    }

    private static CheckAnswer Log(Inspection silo)
    {
        var used = silo.LogMaxBytes > 0 ? (double)silo.LogBytes / silo.LogMaxBytes : 0;
        var text = string.Create(CultureInfo.InvariantCulture, $"The event log holds {silo.LogBytes:N0} of {silo.LogMaxBytes:N0} bytes ({used:P0}); the oldest waits for {silo.Lag.TotalSeconds:0.#} s.");
        if (silo.Fault is { } fault) return CheckAnswer.Error("log", $"Events are answered 503: {fault}", "Mend what the sentence names; events are taken again by themselves.");
        if (used > 0.5) return CheckAnswer.Error("log", text, "It is filling, and events are refused when it is full: bring ClickHouse back, or raise Ingest:Log:MaxBytes.");
        return silo.Lag > LagToMention ? CheckAnswer.Warn("log", text, "ClickHouse does not keep up or is away: see the check of ClickHouse.") : CheckAnswer.Ok("log", text);
    }

    private static CheckAnswer ClickHouse(Inspection silo)
    {
        if (silo.ClickHouseVersion is null)
            return CheckAnswer.Error("clickhouse", "ClickHouse does not answer. Events are taken and kept, and written when it is back.", "Start it, or correct ConnectionStrings:clickhouse. In embedded mode it is started again by itself: the service's log says why it ended.");
        return silo.Problems.IsEmpty
            ? CheckAnswer.Ok("clickhouse", $"ClickHouse {silo.ClickHouseVersion} answers.")
            : CheckAnswer.Error("clickhouse", string.Join(' ', silo.Problems), "The sentence says what is held up; nothing is lost meanwhile.");
    }

    private static CheckAnswer Clocks(TimeSpan siloAhead, TimeSpan? clickHouseAhead)
    {
        var worst = clickHouseAhead is { } other && other.Duration() > siloAhead.Duration() ? other.Duration() : siloAhead.Duration();
        var text = $"Clocks: the silo is {Text(siloAhead)} this front end{(clickHouseAhead is { } ahead ? $", ClickHouse {Text(ahead)} the silo" : "")}.";
        const string Fix = "Keep the clocks of all machines in step (NTP): days, salts and sessions go by them.";
        if (worst > SkewToMend) return CheckAnswer.Error("clock", text, Fix);
        return worst > SkewToMention ? CheckAnswer.Warn("clock", text, Fix) : CheckAnswer.Ok("clock", "The clocks of front end, silo and ClickHouse agree.");
    }

    private static string Text(TimeSpan ahead) => string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0.0} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")}");
}
