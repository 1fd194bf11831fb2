using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>Says what class an address is of, without the address.</summary>
internal static class IpClasses
{
    public static string Detail(RequestContext context) => context switch
    {
        { Address: null } => "no address is known",
        { IpClass: IpClass.Datacentre } => "the address is on the list of datacentres, or a trusted proxy says so",
        { IpClass: IpClass.Threat } => "the address is on the list of threats, or a trusted proxy says so",
        { IpClass: IpClass.AnonymousVpn } => "the address is that of an anonymous VPN: the country is A1",
        _ => "the address is on no list",
    };
}
