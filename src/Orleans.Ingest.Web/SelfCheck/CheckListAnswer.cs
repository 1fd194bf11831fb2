namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>All findings, and the worst of them.</summary>
internal sealed record CheckListAnswer(string Status, IReadOnlyList<CheckAnswer> Checks);
