namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>What was made of an <see cref="AddressHop"/>.</summary>
public enum AddressHopVerdict
{
    /// <summary>It is the visitor's address.</summary>
    Used = 1,
    /// <summary>The peer: a trusted proxy, so that its headers are believed.</summary>
    TrustedPeer = 2,
    /// <summary>Not believed: the peer is not among the trusted proxies.</summary>
    PeerNotTrusted = 3,
    /// <summary>It is no address.</summary>
    NotValid = 4,
    /// <summary>Not looked at: the address was found before.</summary>
    AnotherGoesFirst = 5,
}
