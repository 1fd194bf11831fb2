using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>What is kept of a site's dropped events; <c>enabled</c> says whether more is kept now.</summary>
internal sealed record QuarantineAnswer(bool Enabled, int Hours, IReadOnlyList<QuarantineRuleAnswer> Rules)
{
    public static QuarantineAnswer Of(bool enabled, int hours, QuarantineContents contents) => new(
        enabled, hours, [.. contents.Rules.Select(rule => new QuarantineRuleAnswer(rule.Reason.Text(), rule.Dropped, rule.Kept, [.. rule.Samples.Select(QuarantineSampleAnswer.Of)]))]);
}
