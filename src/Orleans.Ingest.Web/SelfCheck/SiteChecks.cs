using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>Findings about sites: is there one, and has its tracker been seen.</summary>
internal static class SiteChecks
{
    private const int Named = 5;

    public static IEnumerable<CheckAnswer> Of(ImmutableArray<SiteSettings> sites, Inspection silo)
    {
        if (sites.IsEmpty)
        {
            yield return CheckAnswer.Error("sites", "There is no site, so that every event is dropped (not_found).", "Add one under Sites.");
            yield break;
        }

        yield return CheckAnswer.Ok("sites", sites.Length == 1 ? $"There is one site, {sites[0].Domain}." : $"There are {sites.Length} sites.");
        foreach (var blocked in sites.Where(site => site.IngestRateLimitThreshold == 0).Take(Named))
            yield return CheckAnswer.Warn("sites", $"{blocked.Domain} takes no event: its rate limit is 0 (block).", "Raise the limit under Sites, or clear it.");
        if (silo.SeenSites is not { } seen) yield break;
        var unseen = sites.Where(site => !seen.Contains(site.Id)).ToList();
        foreach (var site in unseen.Take(Named))
            yield return CheckAnswer.Warn("tracker", $"No event of {site.Domain} is stored yet.", "Put its tag into its pages and look at one; the page Installation shows the tag and waits for the first event.");
        if (unseen.Count > Named) yield return CheckAnswer.Warn("tracker", $"… nor of {unseen.Count - Named} other sites.", "Put their tags into their pages.");
        if (unseen.Count == 0) yield return CheckAnswer.Ok("tracker", "Events of every site have been stored.");
    }
}
