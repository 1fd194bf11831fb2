namespace Orleans.Ingest.Pipeline.Events;

/// <summary>
/// What a session takes from its first event and every event row of it repeats: source, campaign, place and device.
/// Missing text is the empty string.
/// </summary>
public sealed record VisitAttributes
{
    /// <summary>Nothing known.</summary>
    public static readonly VisitAttributes Empty = new();

    /// <summary>Host without <c>www.</c> and path of the referrer; empty for internal ones.</summary>
    public string Referrer { get; init; } = "";
    /// <summary>Name of the source, such as <c>Google</c>.</summary>
    public string ReferrerSource { get; init; } = "";
    /// <summary>The tag as sent, or <c>(gclid)</c> / <c>(msclkid)</c>.</summary>
    public string UtmMedium { get; init; } = "";
    /// <summary>The tag as sent.</summary>
    public string UtmSource { get; init; } = "";
    /// <summary>The tag as sent.</summary>
    public string UtmCampaign { get; init; } = "";
    /// <summary>The tag as sent.</summary>
    public string UtmContent { get; init; } = "";
    /// <summary>The tag as sent.</summary>
    public string UtmTerm { get; init; } = "";
    /// <summary>Name of the click id in the query, such as <c>gclid</c>.</summary>
    public string ClickIdParam { get; init; } = "";
    /// <summary>The acquisition channel, such as <c>Organic Search</c>.</summary>
    public string AcquisitionChannel { get; init; } = "";

    /// <summary>ISO 3166 code of two letters; empty when unknown (stored as two zero bytes).</summary>
    public string CountryCode { get; init; } = "";
    /// <summary><c>CC-XX</c>.</summary>
    public string Subdivision1Code { get; init; } = "";
    /// <summary><c>CC-XX</c>.</summary>
    public string Subdivision2Code { get; init; } = "";
    /// <summary>GeoNames id; 0 when unknown.</summary>
    public uint CityGeonameId { get; init; }

    /// <summary><c>Mobile</c>, <c>Tablet</c>, <c>Desktop</c> or empty.</summary>
    public string ScreenSize { get; init; } = "";
    /// <summary>Name as Plausible's dashboards show it.</summary>
    public string OperatingSystem { get; init; } = "";
    /// <summary><c>major.minor</c>.</summary>
    public string OperatingSystemVersion { get; init; } = "";
    /// <summary>Name as Plausible's dashboards show it.</summary>
    public string Browser { get; init; } = "";
    /// <summary><c>major.minor</c>.</summary>
    public string BrowserVersion { get; init; } = "";
}
