namespace Orleans.Ingest.Web.Health;

/// <summary>A <see cref="FlowState"/> as sent.</summary>
/// <param name="Status"><c>ok</c>, <c>starting</c> (none has arrived yet) or <c>stale</c>.</param>
/// <param name="AgeSeconds">How long ago the newest canary that has arrived was sent; since the start, while none has.</param>
/// <param name="LatencySeconds">How long that one took; null while none has arrived.</param>
/// <param name="ArrivedAt">When it arrived, UTC.</param>
internal sealed record FlowAnswer(string Status, double AgeSeconds, double? LatencySeconds, DateTime? ArrivedAt);
