namespace Orleans.Ingest.Server.Options;

/// <summary>Section <c>Ingest:IpLists</c>: files of addresses and ranges, one a line, with comments after <c>#</c> or <c>;</c>.</summary>
internal sealed class IpListSettings
{
    /// <summary>Addresses of datacentres, whose events are dropped (<c>dc_ip</c>). Default: none.</summary>
    public string? Datacentre { get; set; }

    /// <summary>Known threats, whose events are dropped (<c>threat_ip</c>). Default: none.</summary>
    public string? Threat { get; set; }

    /// <summary>Exits of anonymous VPNs, whose visitors have the country <c>A1</c>. Default: none.</summary>
    public string? AnonymousVpn { get; set; }
}
