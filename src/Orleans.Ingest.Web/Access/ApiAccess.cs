namespace Orleans.Ingest.Web.Access;

/// <summary>What a request may do.</summary>
/// <param name="KeyId">Id of the named key; null for the admin key.</param>
/// <param name="SiteId">The one site that it may use; null for all.</param>
/// <param name="ByCookie">A browser sent it by itself: what changes something must come from our own page.</param>
internal sealed record ApiAccess(long? KeyId, ulong? SiteId, bool ByCookie)
{
    /// <summary>Whether a site may be used.</summary>
    public bool Allows(ulong site) => SiteId is not { } own || own == site;
}
