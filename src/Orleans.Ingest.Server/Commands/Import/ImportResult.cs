namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>What became of one line.</summary>
/// <param name="Status">As the bulk endpoint says it: <c>accepted</c>, <c>duplicate</c>, <c>dropped</c>, <c>invalid</c> or <c>unavailable</c>.</param>
/// <param name="Reason">Why it was dropped.</param>
/// <param name="Errors">What is wrong with it, as JSON.</param>
internal readonly record struct ImportResult(string Status, string? Reason = null, string? Errors = null)
{
    /// <summary>False when the line is to be sent again.</summary>
    public bool IsFinal => Status is "accepted" or "duplicate" or "dropped" or "invalid";
}
