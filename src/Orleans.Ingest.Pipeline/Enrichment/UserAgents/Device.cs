namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>A device of Matomo's lists.</summary>
/// <param name="Brand">Its maker.</param>
/// <param name="Kind">Matomo's word: <c>smartphone</c>, <c>tv</c>, ...; empty when the list leaves it open.</param>
internal readonly record struct Device(string Brand, string Kind)
{
    internal static readonly Device Unknown = new("", "");
}
