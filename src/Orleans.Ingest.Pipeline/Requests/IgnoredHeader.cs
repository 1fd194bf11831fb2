namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>A header about the visitor's address that was not used.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Reason">Why it was not used.</param>
public readonly record struct IgnoredHeader(string Name, IgnoredHeaderReason Reason);
