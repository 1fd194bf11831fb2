using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The address is a known threat.</summary>
internal static class ThreatIp
{
    public static bool Matches(EventCandidate candidate) => candidate.Request.Context.IpClass == IpClass.Threat;

    public static string? Detail(EventCandidate candidate) => IpClasses.Detail(candidate.Request.Context);
}
