namespace Orleans.Ingest.Web.Visitors;

/// <summary>One place at which the caller's address was looked for.</summary>
/// <param name="From">The header, or <c>peer</c>.</param>
/// <param name="Value">What is there; null for a peer without an address.</param>
/// <param name="Verdict">What was made of it.</param>
internal sealed record WhoAmIHop(string From, string? Value, string Verdict);
