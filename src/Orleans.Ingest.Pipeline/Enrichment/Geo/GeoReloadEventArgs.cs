namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>What became of a changed geolocation file.</summary>
/// <param name="error">Why it could not be used; null when it is in use.</param>
/// <param name="builtAt">When the file now in use was built, in UTC.</param>
public sealed class GeoReloadEventArgs(Exception? error, DateTime builtAt) : EventArgs
{
    /// <summary>Why the new file could not be used; the one before stays in use. Null when the new one is in use.</summary>
    public Exception? Error { get; } = error;

    /// <summary>When the file now in use was built, in UTC.</summary>
    public DateTime BuiltAt { get; } = builtAt;
}
