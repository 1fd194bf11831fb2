namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>The program that sent the agent, under Matomo's name.</summary>
/// <param name="Name">For example <c>Chrome Mobile iOS</c>.</param>
/// <param name="Version">In full.</param>
/// <param name="Kind">The list it stands on.</param>
/// <param name="IsMobileOnly">A browser there is for phones and tablets only.</param>
internal sealed record Client(string Name, string Version, ClientKind Kind, bool IsMobileOnly)
{
    internal static readonly Client Unknown = new("", "", ClientKind.Unknown, IsMobileOnly: false);
}
