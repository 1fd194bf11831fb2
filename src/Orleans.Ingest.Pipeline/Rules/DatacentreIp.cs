using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The address belongs to a datacentre.</summary>
internal static class DatacentreIp
{
    public static bool Matches(EventCandidate candidate) => candidate.Request.Context.IpClass == IpClass.Datacentre;

    public static string? Detail(EventCandidate candidate) => IpClasses.Detail(candidate.Request.Context);
}
