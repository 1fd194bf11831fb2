namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>What an import was told.</summary>
/// <param name="File">Path, or <see cref="ImportSource.StandardInput"/>.</param>
/// <param name="Service">Where the service is.</param>
/// <param name="Key">Key of its API.</param>
/// <param name="Backdate">Whether events may be older than three days.</param>
/// <param name="StatePath">File that says how far it has come; null for none.</param>
/// <param name="RejectedPath">File for lines that are no events; null to show them.</param>
/// <param name="BatchLines">Most events of a request.</param>
/// <param name="Lanes">Most requests on their way at once, at least 1.</param>
/// <param name="Patience">How long the service may be away before the import ends.</param>
internal sealed record ImportSettings(
    string File, Uri Service, string Key, bool Backdate, string? StatePath, string? RejectedPath, int BatchLines, int Lanes, TimeSpan Patience);
