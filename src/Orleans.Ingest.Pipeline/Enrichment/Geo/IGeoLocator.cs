using System.Net;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>Says where an address is.</summary>
public interface IGeoLocator
{
    /// <summary><see cref="GeoInfo.Unknown"/> when nothing is known; never throws for an address.</summary>
    GeoInfo Locate(IPAddress address);
}
