namespace Orleans.Ingest.Web.Access;

/// <summary>Marks a route that names no site in its path and that looks itself at what a key of one site may see. All other such routes are closed to it.</summary>
internal sealed class SiteKeysAllowed;
