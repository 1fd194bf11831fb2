namespace Orleans.Ingest.Web.Receipts;

/// <summary>What became of an event.</summary>
/// <param name="Status"><c>pending</c>, <c>stored</c>, <c>dropped</c>, <c>dead-letter</c> or <c>missing</c>.</param>
/// <param name="Reason">Why it was dropped, or set aside.</param>
/// <param name="Detail">What else there is to say.</param>
/// <param name="SiteId">Its site; 0 when its domain named none.</param>
/// <param name="ReceivedAt">When it was received; of one that was accepted, when the log took it.</param>
/// <param name="IngestPosition">Its position in the log, and its row's <c>ingest_position</c>, as text since it has more digits than a JSON number is sure to keep.</param>
internal sealed record ReceiptAnswer(string Status, string? Reason, string? Detail, ulong SiteId, DateTime ReceivedAt, string? IngestPosition);
