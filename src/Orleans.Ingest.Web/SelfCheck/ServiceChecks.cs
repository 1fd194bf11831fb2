using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>Findings about this front end's own configuration.</summary>
internal static class ServiceChecks
{
    private static readonly TimeSpan GeoIsOld = TimeSpan.FromDays(60);

    public static CheckAnswer OfKey(IAdminKey key) => key.Weakness is { } weakness
        ? CheckAnswer.Warn("admin_key", $"The admin key {weakness}, and could be guessed.", "Make one with 'openssl rand -hex 24' and set Ingest:AdminKey, the same for all members.")
        : CheckAnswer.Ok("admin_key", "The admin key is long and random enough.");

    public static CheckAnswer OfProxies(long distrusted) => distrusted > 0
        ? CheckAnswer.Warn(
            "proxies",
            $"{distrusted} request(s) to this front end named a visitor's address in a header that was not believed: all visitors behind that peer count as one.",
            "If the peer is your proxy or backend, add its address to Ingest:TrustedProxies (Ingest__TrustedProxies in the environment). /api/v1/whoami, asked the way a visitor comes, shows it.")
        : CheckAnswer.Ok("proxies", "No address header came from a peer that is not trusted.");

    public static CheckAnswer OfGeo(IGeoLocator? geo, DateTime now) => geo switch
    {
        MaxMindGeoLocator file when now - file.BuiltAt > GeoIsOld => CheckAnswer.Warn(
            "geo", $"The geolocation file was built on {file.BuiltAt:yyyy-MM-dd}.", "Let MaxMind's geoipupdate keep it current; a changed file is picked up within a minute."),
        MaxMindGeoLocator file => CheckAnswer.Ok("geo", $"The geolocation file was built on {file.BuiltAt:yyyy-MM-dd}."),
        _ => CheckAnswer.Warn("geo", "There is no geolocation file: countries and cities stay empty.", "Set Ingest:GeoDatabase to a GeoLite2-City.mmdb, which is free from MaxMind."),
    };
}
