using System.Net;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>What is known of a request beside its body. Address and user agent end here: they are hashed, never stored or logged.</summary>
/// <param name="ReceivedAt">When the request arrived, UTC; for an event of the bulk endpoint, the time that it names.</param>
/// <param name="Address">The visitor's address; null when the transport has none.</param>
/// <param name="IpClass">Class of the address.</param>
/// <param name="UserAgent">The user agent as sent.</param>
/// <param name="OptedOut">The visitor sent <c>Sec-GPC: 1</c> or <c>DNT: 1</c>.</param>
public sealed record RequestContext(DateTime ReceivedAt, IPAddress? Address, IpClass IpClass, string? UserAgent, bool OptedOut)
{
    /// <summary>Without address and user agent, so that no log can hold them.</summary>
    public override string ToString() => $"request of {ReceivedAt:O}";
}
