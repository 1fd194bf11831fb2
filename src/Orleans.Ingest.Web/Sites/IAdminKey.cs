namespace Orleans.Ingest.Web.Sites;

/// <summary>Knows the key of the Sites API; the host implements it.</summary>
public interface IAdminKey
{
    /// <summary>Whether this is the key. Compares digests in constant time.</summary>
    bool Matches(ReadOnlySpan<char> key);

    /// <summary>A secret that follows from the key, another one for each purpose, the same in every process that has the key.</summary>
    byte[] Derive(string purpose);

    /// <summary>Why the key could be guessed; null when it could not.</summary>
    string? Weakness { get; }
}
