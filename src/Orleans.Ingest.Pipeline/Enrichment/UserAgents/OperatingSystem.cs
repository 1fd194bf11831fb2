namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>An operating system, with its family (<c>Ubuntu</c> is of <c>GNU/Linux</c>) and the version in full.</summary>
internal sealed record OperatingSystem(string Name, string Family, string Version)
{
    internal static readonly OperatingSystem Unknown = new("", "", "");
}
