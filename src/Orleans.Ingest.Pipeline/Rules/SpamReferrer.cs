using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The referrer's host is on the spam list. Asked once a request, before its sites.</summary>
internal static class SpamReferrer
{
    public static bool Matches(IngestRequest request, ReferrerSpamList spam)
    {
        if (string.IsNullOrEmpty(request.Referrer))
            return false;

        var host = UrlParts.WithoutWww(UrlParts.Of(request.Referrer).Host);
        return !host.IsEmpty && spam.Contains(host.ToString().ToLowerInvariant());
    }
}
