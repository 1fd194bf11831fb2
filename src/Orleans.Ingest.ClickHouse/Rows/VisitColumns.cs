using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>The columns that a session and every event of it share. The two lists below belong together.</summary>
internal static class VisitColumns
{
    public static readonly IReadOnlyList<RowColumn> Version1 =
    [
        RowColumn.Text("referrer"), RowColumn.Text("referrer_source"),
        RowColumn.Text("utm_medium"), RowColumn.Text("utm_source"), RowColumn.Text("utm_campaign"), RowColumn.Text("utm_content"), RowColumn.Text("utm_term"),
        RowColumn.Text("click_id_param"), RowColumn.Text("acquisition_channel"),
        RowColumn.Fixed("country_code", 2), RowColumn.Text("subdivision1_code"), RowColumn.Text("subdivision2_code"), RowColumn.UInt32("city_geoname_id"),
        RowColumn.Text("screen_size"), RowColumn.Text("operating_system"), RowColumn.Text("operating_system_version"),
        RowColumn.Text("browser"), RowColumn.Text("browser_version"),
    ];

    public static void Write(RowBinaryBuffer to, VisitAttributes visit)
    {
        to.String(visit.Referrer);
        to.String(visit.ReferrerSource);
        to.String(visit.UtmMedium);
        to.String(visit.UtmSource);
        to.String(visit.UtmCampaign);
        to.String(visit.UtmContent);
        to.String(visit.UtmTerm);
        to.String(visit.ClickIdParam);
        to.String(visit.AcquisitionChannel);
        to.FixedString(visit.CountryCode, 2);
        to.String(visit.Subdivision1Code);
        to.String(visit.Subdivision2Code);
        to.UInt32(visit.CityGeonameId);
        to.String(visit.ScreenSize);
        to.String(visit.OperatingSystem);
        to.String(visit.OperatingSystemVersion);
        to.String(visit.Browser);
        to.String(visit.BrowserVersion);
    }
}
