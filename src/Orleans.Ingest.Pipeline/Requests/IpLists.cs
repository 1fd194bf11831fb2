using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Classes of addresses by lists. An address on several has the class that the pipeline asks for first, so that a list of drops is never overruled.</summary>
/// <param name="Datacentre">Addresses of datacentres.</param>
/// <param name="Threat">Known threats.</param>
/// <param name="AnonymousVpn">Exits of anonymous VPNs.</param>
public sealed record IpLists(AddressSet Datacentre, AddressSet Threat, AddressSet AnonymousVpn) : IIpClassifier
{
    /// <summary>Nothing is known of any address.</summary>
    public static IpLists None { get; } = new(AddressSet.Empty, AddressSet.Empty, AddressSet.Empty);

    /// <inheritdoc/>
    public IpClass ClassOf(IPAddress? address) => address switch
    {
        null => IpClass.None,
        _ when Datacentre.Contains(address) => IpClass.Datacentre,
        _ when Threat.Contains(address) => IpClass.Threat,
        _ when AnonymousVpn.Contains(address) => IpClass.AnonymousVpn,
        _ => IpClass.None,
    };
}
