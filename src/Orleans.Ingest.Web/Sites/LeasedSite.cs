using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>What a front end knows of a site from its newest lease.</summary>
/// <param name="Settings">The settings; null when the domain names no site.</param>
/// <param name="Policy">The settings, compiled; null likewise.</param>
/// <param name="Window">The tokens; null when the site has no limit.</param>
/// <param name="RefreshAt">When it is time to ask again, while these settings are still good (a timestamp of the clock).</param>
/// <param name="FreshUntil">When the settings may no longer be used without asking.</param>
/// <param name="IsLastKnown">The grain did not answer: the settings are the last known ones, and nothing is limited.</param>
internal sealed record LeasedSite(
    SiteSettings? Settings,
    SitePolicy? Policy,
    LeasedTokens? Window,
    long RefreshAt,
    long FreshUntil,
    bool IsLastKnown = false);
