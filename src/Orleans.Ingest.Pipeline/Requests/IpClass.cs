namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>What is known of an address beyond its place.</summary>
public enum IpClass
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>It belongs to a datacentre (<c>dc_ip</c>).</summary>
    Datacentre = 1,
    /// <summary>It is a known threat (<c>threat_ip</c>).</summary>
    Threat = 2,
    /// <summary>It is the exit of an anonymous VPN (<c>anonymous_vpn_ip</c>).</summary>
    AnonymousVpn = 3,
}
