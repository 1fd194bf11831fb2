using System.Net;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>Finds the place of an address.</summary>
public interface IGeoLocator
{
    /// <summary>The place, or <see cref="GeoInfo.Unknown"/>.</summary>
    GeoInfo Locate(IPAddress address);
}
