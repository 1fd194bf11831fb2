using System.Collections.Frozen;

namespace Orleans.Ingest.Pipeline.Events;

/// <summary>Names of <see cref="DropReason"/> as answered in <c>x-ingest-drop-reason</c> and counted as <c>dropped_…</c>.</summary>
public static class DropReasons
{
    private static readonly FrozenDictionary<string, DropReason> _ofTexts = Enum.GetValues<DropReason>().ToFrozenDictionary(Text);

    /// <summary>The reason's name on the wire.</summary>
    public static string Text(this DropReason reason) => reason switch
    {
        DropReason.SpamReferrer => "spam_referrer",
        DropReason.NotFound => "not_found",
        DropReason.PaymentRequired => "payment_required",
        DropReason.Block => "block",
        DropReason.Throttle => "throttle",
        DropReason.VerificationAgent => "verification_agent",
        DropReason.DatacentreIp => "dc_ip",
        DropReason.ThreatIp => "threat_ip",
        DropReason.SiteHostnameAllowlist => "site_hostname_allowlist",
        DropReason.SitePageBlocklist => "site_page_blocklist",
        DropReason.SiteIpBlocklist => "site_ip_blocklist",
        DropReason.SiteCountryBlocklist => "site_country_blocklist",
        DropReason.Bot => "bot",
        DropReason.Invalid => "invalid",
        DropReason.NoSessionForEngagement => "no_session_for_engagement",
        DropReason.NoSessionForPageleave => "no_session_for_pageleave",
        DropReason.Gpc => "gpc",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This drop reason has no name: add it to DropReasons.Text."),
    };

    /// <summary>The reason of a name on the wire; null when it is none.</summary>
    public static DropReason? Parse(string text) => _ofTexts.TryGetValue(text, out var reason) ? reason : null;
}
