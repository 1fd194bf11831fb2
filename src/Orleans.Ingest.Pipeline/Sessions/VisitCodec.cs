using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>The attributes of a visit within a snapshot.</summary>
internal static class VisitCodec
{
    public static void Write(SnapshotWriter writer, VisitAttributes visit)
    {
        writer.Text(visit.Referrer);
        writer.Text(visit.ReferrerSource);
        writer.Text(visit.UtmMedium);
        writer.Text(visit.UtmSource);
        writer.Text(visit.UtmCampaign);
        writer.Text(visit.UtmContent);
        writer.Text(visit.UtmTerm);
        writer.Text(visit.ClickIdParam);
        writer.Text(visit.AcquisitionChannel);
        writer.Text(visit.CountryCode);
        writer.Text(visit.Subdivision1Code);
        writer.Text(visit.Subdivision2Code);
        writer.Number(visit.CityGeonameId);
        writer.Text(visit.ScreenSize);
        writer.Text(visit.OperatingSystem);
        writer.Text(visit.OperatingSystemVersion);
        writer.Text(visit.Browser);
        writer.Text(visit.BrowserVersion);
    }

    // An initializer runs in the order it is written in: the order of the bytes.
    public static VisitAttributes Read(ref SnapshotReader reader) => new()
    {
        Referrer = reader.Text(),
        ReferrerSource = reader.Text(),
        UtmMedium = reader.Text(),
        UtmSource = reader.Text(),
        UtmCampaign = reader.Text(),
        UtmContent = reader.Text(),
        UtmTerm = reader.Text(),
        ClickIdParam = reader.Text(),
        AcquisitionChannel = reader.Text(),
        CountryCode = reader.Text(),
        Subdivision1Code = reader.Text(),
        Subdivision2Code = reader.Text(),
        CityGeonameId = (uint)reader.Number(),
        ScreenSize = reader.Text(),
        OperatingSystem = reader.Text(),
        OperatingSystemVersion = reader.Text(),
        Browser = reader.Text(),
        BrowserVersion = reader.Text(),
    };
}
