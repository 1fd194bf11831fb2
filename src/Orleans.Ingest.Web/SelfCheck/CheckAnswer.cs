namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>One finding.</summary>
/// <param name="Id">What was looked at.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What to do about it; null when nothing need be done.</param>
internal sealed record CheckAnswer(string Id, string Status, string Message, string? Fix = null)
{
    public static CheckAnswer Ok(string id, string message) => new(id, "ok", message);

    public static CheckAnswer Warn(string id, string message, string fix) => new(id, "warn", message, fix);

    public static CheckAnswer Error(string id, string message, string fix) => new(id, "error", message, fix);
}
