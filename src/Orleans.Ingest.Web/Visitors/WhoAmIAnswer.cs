namespace Orleans.Ingest.Web.Visitors;

/// <summary>How the caller's address was found.</summary>
/// <param name="Address">The address; null when the transport has none.</param>
/// <param name="Source">The header it came from, or <c>peer</c>.</param>
/// <param name="IpClass">Its class: <c>dc_ip</c>, <c>threat_ip</c>, <c>anonymous_vpn_ip</c>; null for none.</param>
/// <param name="Explanation">Source and unused headers as a sentence.</param>
/// <param name="Hops">Each place that was looked at, in order; null without a key, since they name proxies.</param>
internal sealed record WhoAmIAnswer(string? Address, string Source, string? IpClass, string Explanation, IReadOnlyList<WhoAmIHop>? Hops);
