using System.Globalization;

namespace Orleans.Ingest.Torture;

/// <summary>What a run has shown.</summary>
/// <param name="Ledger">What was answered.</param>
/// <param name="Stored">What is in ClickHouse.</param>
/// <param name="ServiceRecoveries">From each kill of the service to the first 202 after it.</param>
/// <param name="ClickHouseRecoveries">From each kill of ClickHouse alone to its next answer.</param>
/// <param name="RefusedForClickHouse">Events that were refused while only ClickHouse was down.</param>
/// <param name="CatchUp">From the last event to the last group written.</param>
/// <param name="PeakLogBytes">The most that the log held, as seen once a second.</param>
/// <param name="Audit">What the audit printed.</param>
/// <param name="AuditIsClean">Its exit status was 0.</param>
public sealed record TortureReport(
    Ledger Ledger, StoredEvents Stored, IReadOnlyList<TimeSpan> ServiceRecoveries, IReadOnlyList<TimeSpan> ClickHouseRecoveries, long RefusedForClickHouse,
    TimeSpan CatchUp, long PeakLogBytes, string Audit, bool AuditIsClean)
{
    /// <summary>Everything holds that is promised.</summary>
    public bool Holds => Stored is { Lost: [], Doubled: [], Strangers: [] } && Ledger[Answer.Unexpected] == 0 && RefusedForClickHouse == 0 && AuditIsClean;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        acknowledged             {Ledger[Answer.Accepted],10}
        dropped by a rule        {Ledger[Answer.Dropped],10}
        refused (503)            {Ledger[Answer.Refused],10}   while only ClickHouse was down: {RefusedForClickHouse}
        unanswered               {Ledger[Answer.Unanswered],10}   connections that were broken or refused
        other answers            {Ledger[Answer.Unexpected],10}
        stored                   {Stored.Stored,10}
        lost                     {Stored.Lost.Count,10}   {Some(Stored.Lost)}
        doubled                  {Stored.Doubled.Count,10}   {Some(Stored.Doubled)}
        stored but dropped       {Stored.Strangers.Count,10}   {Some(Stored.Strangers)}
        longest recovery         {Longest(ServiceRecoveries)} of {ServiceRecoveries.Count} of the service, {Longest(ClickHouseRecoveries)} of {ClickHouseRecoveries.Count} of ClickHouse
        catching up at the end   {CatchUp.TotalSeconds,10:0.0} s
        log at its largest       {PeakLogBytes / 1e6,10:0.0} MB
        audit                    {(AuditIsClean ? "clean" : "OFF")}: {Audit.Trim()}
        """);

    private static string Longest(IReadOnlyList<TimeSpan> times) => string.Create(CultureInfo.InvariantCulture, $"{(times.Count == 0 ? 0 : times.Max().TotalSeconds):0.0} s");

    private static string Some(IReadOnlyList<int> numbers) => string.Join(' ', numbers.Take(10));
}
