namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>An address rule of the site matches.</summary>
internal static class IpBlocklist
{
    public static bool Matches(EventCandidate candidate) => candidate.Site.BlocksAddress(candidate.Request.Context.Address);

    public static string? Detail(EventCandidate candidate) => candidate.Site.AddressRule(candidate.Request.Context.Address) is { } rule
        ? $"the rule '{rule}' matches the address"
        : "no address rule of the site matches";
}
