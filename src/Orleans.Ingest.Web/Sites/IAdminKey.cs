namespace Orleans.Ingest.Web.Sites;

/// <summary>Knows the key of the Sites API; the host implements it.</summary>
public interface IAdminKey
{
    /// <summary>Whether this is the key. Compares digests in constant time.</summary>
    bool Matches(ReadOnlySpan<char> key);
}
