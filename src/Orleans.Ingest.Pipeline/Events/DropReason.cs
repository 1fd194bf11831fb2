namespace Orleans.Ingest.Pipeline.Events;

/// <summary>Why an event was not kept. The text on the wire and in <c>ingest_counters</c>: <see cref="DropReasons.Text"/>.</summary>
public enum DropReason
{
    /// <summary>The referrer's host is on the spam list.</summary>
    SpamReferrer = 1,
    /// <summary>No site of this domain.</summary>
    NotFound = 2,
    /// <summary>The site's traffic was accepted until an earlier day.</summary>
    PaymentRequired = 3,
    /// <summary>The site's rate limit is zero.</summary>
    Block = 4,
    /// <summary>The site's rate limit is used up in this window.</summary>
    Throttle = 5,
    /// <summary>The request comes from the installation check.</summary>
    VerificationAgent = 6,
    /// <summary>The address belongs to a datacentre.</summary>
    DatacentreIp = 7,
    /// <summary>The address is a known threat.</summary>
    ThreatIp = 8,
    /// <summary>The site has hostname rules and none matches.</summary>
    SiteHostnameAllowlist = 9,
    /// <summary>A page rule of the site matches.</summary>
    SitePageBlocklist = 10,
    /// <summary>An address rule of the site matches.</summary>
    SiteIpBlocklist = 11,
    /// <summary>A country rule of the site matches.</summary>
    SiteCountryBlocklist = 12,
    /// <summary>A bot, crawler or headless browser.</summary>
    Bot = 13,
    /// <summary>A needed field is missing after enrichment.</summary>
    Invalid = 14,
    /// <summary>An engagement event without a live session.</summary>
    NoSessionForEngagement = 15,
    /// <summary>The legacy pageleave event without a live session.</summary>
    NoSessionForPageleave = 16,
    /// <summary>The visitor opted out by Sec-GPC or DNT, and the site honours it.</summary>
    Gpc = 17,
}
