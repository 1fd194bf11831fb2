namespace Orleans.Ingest.Web.Visitors;

/// <summary>A full window, and when it ended (UTC).</summary>
internal sealed record VisitorFinding(VisitorWindow Window, DateTime At);
