using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

public sealed class StoredColumnsTests(ChdbServer server) : IDisposable
{
    private static readonly VisitAttributes Visit = new()
    {
        Referrer = "häuser.example/ü",
        ReferrerSource = "日本語",
        UtmMedium = "m\tedium",
        UtmSource = "'source'",
        UtmCampaign = "🙂",
        UtmContent = "content\n",
        UtmTerm = "te\\rm",
        ClickIdParam = "gclid",
        AcquisitionChannel = "Paid Search",
        CountryCode = "DE",
        Subdivision1Code = "DE-BE",
        Subdivision2Code = "DE-XX",
        CityGeonameId = uint.MaxValue,
        ScreenSize = "Desktop",
        OperatingSystem = "GNU/Linux",
        OperatingSystemVersion = "6.1",
        Browser = "Firefox",
        BrowserVersion = "140.0",
    };

    private readonly TestDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_column_of_an_event_is_stored_as_it_was()
    {
        var sent = Groups.Event(Groups.Noon, "Signup ✓") with
        {
            UserId = 3,
            Pathname = "/straße/🙂",
            Props = [new("author", "Ann"), new("empty", ""), new("ключ", "значение")],
            Interactive = false,
            ScrollDepth = 255,
            EngagementTime = 2_591_999_999,
            TrackerScriptVersion = 65535,
            Revenue = new Revenue(-12.345m, "EUR", 999_999_999_999_999.999m, "JPY"),
        };
        await InsertAsync(sent, Groups.Session(Groups.Noon, 1, visitor: ulong.MaxValue) with { Visit = Visit, SessionId = ulong.MaxValue });

        Assert.Equal(
            [
                "timestamp=2026-03-14 12:00:30", "name=Signup ✓", "site_id=7", $"user_id={ulong.MaxValue}", $"session_id={ulong.MaxValue}",
                "hostname=example.org", "pathname=/straße/🙂", .. VisitLines.Take(2), "country_code=DE", "screen_size=Desktop", "operating_system=GNU/Linux", "browser=Firefox",
                "utm_medium=m\tedium", "utm_source='source'", "utm_campaign=🙂", "meta.key=['author','empty','ключ']", "meta.value=['Ann','','значение']",
                "browser_version=140.0", "operating_system_version=6.1", "subdivision1_code=DE-BE", "subdivision2_code=DE-XX", $"city_geoname_id={uint.MaxValue}",
                "utm_content=content\n", "utm_term=te\\rm", "revenue_reporting_amount=999999999999999.999", "revenue_reporting_currency=JPY",
                "revenue_source_amount=-12.345", "revenue_source_currency=EUR", "click_id_param=gclid", "scroll_depth=255", "engagement_time=2591999999",
                "tracker_script_version=65535", "interactive=0", "acquisition_channel=Paid Search", "channel=", $"ingest_position={IngestPosition.Of(1000, 9)}",
            ],
            await ColumnsAsync("events_v2"));
    }

    [Fact]
    public async Task Every_column_of_a_session_is_stored_as_it_was()
    {
        var session = Groups.Session(Groups.Noon, 3) with
        {
            Visit = Visit,
            Hostname = "example.org",
            EntryPage = "/in",
            ExitPage = "/out",
            ExitPageHostname = "other.example",
            IsBounce = true,
            Pageviews = 2,
            Duration = uint.MaxValue,
            EntryProps = [new("a", "1"), new("b", "")],
        };
        await InsertAsync(Groups.Event(Groups.Noon), session);

        Assert.Equal(
            [
                "session_id=1001", "sign=1", "site_id=7", "user_id=1", "hostname=example.org", "timestamp=2026-03-14 12:00:33", "start=2026-03-14 12:00:30",
                "is_bounce=1", "entry_page=/in", "exit_page=/out", "pageviews=2", "events=3", $"duration={uint.MaxValue}", .. VisitLines.Take(2),
                "country_code=DE", "screen_size=Desktop", "operating_system=GNU/Linux", "browser=Firefox", "utm_medium=m\tedium", "utm_source='source'", "utm_campaign=🙂",
                "browser_version=140.0", "operating_system_version=6.1", "subdivision1_code=DE-BE", "subdivision2_code=DE-XX", $"city_geoname_id={uint.MaxValue}",
                "utm_content=content\n", "utm_term=te\\rm", "entry_meta.key=['a','b']", "entry_meta.value=['1','']", "exit_page_hostname=other.example",
                "click_id_param=gclid", "acquisition_channel=Paid Search", "channel=", "transferred_from=", $"ingest_position={IngestPosition.Of(1000, 9)}",
            ],
            await ColumnsAsync("sessions_v2"));
        Assert.Equal("example.org", await _database.ValueAsync<string>("SELECT entry_page_hostname FROM sessions_v2"));
    }

    [Fact]
    public async Task Missing_values_are_empty_zero_bytes_and_null()
    {
        await InsertAsync(Groups.Event(Groups.Noon), Groups.Session(Groups.Noon, 1));

        Assert.Equal("0000", await _database.ValueAsync<string>("SELECT hex(country_code) FROM events_v2"));
        Assert.Equal("0000", await _database.ValueAsync<string>("SELECT hex(country_code) FROM sessions_v2"));
        Assert.Equal("000000 000000", await _database.ValueAsync<string>("SELECT concat(hex(revenue_source_currency), ' ', hex(revenue_reporting_currency)) FROM events_v2"));
        Assert.Equal(1UL, await _database.Queries.CountAsync("events_v2", "revenue_source_amount IS NULL AND revenue_reporting_amount IS NULL AND empty(meta.key) AND empty(meta.value) AND referrer = ''", Stop));
        Assert.Equal(" , , ", await _database.ValueAsync<string>("SELECT concat(source, ' ,', ' ', os_version, ', ', region) FROM events_v2"));
    }

    public void Dispose() => _database.Dispose();

    private static string[] VisitLines => ["referrer=häuser.example/ü", "referrer_source=日本語"];

    private async Task InsertAsync(IngestEvent sent, Pipeline.Sessions.SessionState session)
    {
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(sent, session, "example.org");
        writer.AddSession(+1, session);
        await _database.Insert.InsertAsync(Groups.Of(queue: 9, 1000, writer.ToPayload()), Stop);
    }

    /// <summary>Each ordinary column of the only row as <c>name=text</c>, in the table's order.</summary>
    private async Task<List<string>> ColumnsAsync(string table)
    {
        var names = await _database.LinesAsync($"SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '{table}' AND default_kind = '' ORDER BY position");
        var texts = string.Join(", ", names.Select(name => $"concat('{name}=', toString(`{name}`))"));
        return await _database.LinesAsync($"SELECT arrayJoin([{texts}]) FROM {table}");
    }
}
