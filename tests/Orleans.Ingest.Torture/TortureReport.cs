using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Torture;

/// <summary>What a run has shown.</summary>
/// <param name="Ledger">What was answered.</param>
/// <param name="Stored">What is in ClickHouse.</param>
/// <param name="Outcomes">What each blow led to.</param>
/// <param name="CatchUp">From the last event until all were there.</param>
/// <param name="LongestWait">The longest that a visitor waited for a 202.</param>
/// <param name="Note">Something worth knowing; null for nothing.</param>
/// <param name="Audit">What the audit printed.</param>
/// <param name="AuditIsClean">Its exit status was 0.</param>
public sealed record TortureReport(
    Ledger Ledger, StoredEvents Stored, IReadOnlyList<BlowOutcome> Outcomes, TimeSpan CatchUp, TimeSpan LongestWait, string? Note, string Audit, bool AuditIsClean)
{
    /// <summary>Everything holds that is promised.</summary>
    public bool Holds =>
        Stored is { Lost: [], Doubled: [], Strangers: [] } && Ledger[Answer.Unexpected] == 0 && AuditIsClean && Outcomes.All(outcome => !outcome.Blow.IsUnnoticed || outcome.Refused == 0);

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            acknowledged             {Ledger[Answer.Accepted],10}
            dropped by a rule        {Ledger[Answer.Dropped],10}
            refused (503)            {Ledger[Answer.Refused],10}
            unanswered               {Ledger[Answer.Unanswered],10}   connections that were broken or refused
            other answers            {Ledger[Answer.Unexpected],10}
            stored                   {Stored.Stored,10}
            lost                     {Stored.Lost.Count,10}   {Some(Stored.Lost)}
            doubled                  {Stored.Doubled.Count,10}   {Some(Stored.Doubled)}
            stored but dropped       {Stored.Strangers.Count,10}   {Some(Stored.Strangers)}
            late engagements         {Stored.LateEngagements.Count,10}   {Some(Stored.LateEngagements)}
            """);
        foreach (var kind in Outcomes.GroupBy(outcome => outcome.Blow.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{kind.Key,-24} {kind.Count(),10}   longest recovery {kind.Max(outcome => outcome.Recovery).TotalSeconds:0.0} s, refused {kind.Sum(outcome => outcome.Refused)}{(kind.First().Blow.IsUnnoticed ? " (must be 0)" : "")}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"""
            longest wait for a 202   {LongestWait.TotalSeconds,10:0.0} s
            catching up at the end   {CatchUp.TotalSeconds,10:0.0} s
            """);
        if (Note is not null) text.AppendLine(Note);
        return text.Append(CultureInfo.InvariantCulture, $"audit {(AuditIsClean ? "clean" : "OFF")}: {Audit.Trim()}").ToString();
    }

    private static string Some(IReadOnlyList<int> numbers) => string.Join(' ', numbers.Take(10));
}
