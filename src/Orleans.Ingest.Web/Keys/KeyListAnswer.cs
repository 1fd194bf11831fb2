namespace Orleans.Ingest.Web.Keys;

/// <summary>The named keys.</summary>
internal sealed record KeyListAnswer(IReadOnlyList<KeyAnswer> Keys);
