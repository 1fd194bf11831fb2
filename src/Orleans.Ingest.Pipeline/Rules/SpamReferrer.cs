using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The referrer's host is on the spam list. Asked once a request, before its sites.</summary>
internal static class SpamReferrer
{
    /// <summary>Of any scheme: what no visit's source can come from may still be spam.</summary>
    public static bool Matches(IngestRequest request, ReferrerSpamList spam) =>
        request.Referrer is { Length: > 0 } referrer && spam.Contains(UrlParts.Of(referrer).Host);

    public static RuleOutcome Explain(IngestRequest request, ReferrerSpamList spam) => new(
        DropReason.SpamReferrer,
        Matches(request, spam),
        request.Referrer is { Length: > 0 } referrer ? $"the referrer's host is '{UrlParts.Of(referrer).Host}'" : "there is no referrer");
}
