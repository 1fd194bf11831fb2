namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Why a header about the visitor's address was not used.</summary>
public enum IgnoredHeaderReason
{
    /// <summary>The peer is not among the trusted proxies.</summary>
    PeerNotTrusted = 1,
    /// <summary>It holds no valid address.</summary>
    NotValid = 2,
    /// <summary>A header that goes before it was used.</summary>
    AnotherGoesFirst = 3,
}
