namespace Orleans.Ingest.EndToEnd.Tests.Contract;

/// <summary>One request of a case. <c>$SITE</c> stands for the case's own domain.</summary>
/// <param name="Json">The body.</param>
/// <param name="Answer">Status, then the drop reasons, or the errors as JSON.</param>
/// <param name="Headers">Name and value of headers, user agent included.</param>
internal sealed record Sent(string Json, string Answer, (string Name, string Value)[] Headers);
