using System.Net;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>For a service without a geolocation file: every place is unknown.</summary>
public sealed class NoGeoLocator : IGeoLocator
{
    /// <inheritdoc/>
    public GeoInfo Locate(IPAddress address) => GeoInfo.Unknown;
}
