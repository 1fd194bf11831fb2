using System.Net;
using System.Text.Json;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class HttpInterfaceTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ping_answers_ok() => Assert.Equal("Ok.\n", await clickHouse.Http.GetStringAsync(new Uri("/ping", UriKind.Relative), Cancel));

    [Fact]
    public async Task The_statement_comes_from_query_string_body_or_both()
    {
        Assert.Equal("1\n", await clickHouse.Http.GetStringAsync(new Uri("/?query=SELECT+1", UriKind.Relative), Cancel));
        Assert.Equal("2", await clickHouse.QueryAsync("SELECT 2"));
        Assert.Equal("3", await clickHouse.QueryAsync("3", "?query=SELECT"));
    }

    [Fact]
    public async Task Headers_tell_format_zone_and_query_id()
    {
        using var response = await clickHouse.PostAsync("SELECT 1 AS x FORMAT JSON", "?query_id=mine&default_format=CSV");
        Assert.Equal("JSON", Header(response, "X-ClickHouse-Format"));
        Assert.Equal("mine", Header(response, "X-ClickHouse-Query-Id"));
        Assert.NotEmpty(Header(response, "X-ClickHouse-Timezone"));
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(1, json.RootElement.GetProperty("data")[0].GetProperty("x").GetInt32());
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", "", HttpStatusCode.NotFound, "60", "(UNKNOWN_TABLE)")]
    [InlineData("SELEKT 1", "", HttpStatusCode.BadRequest, "62", "(SYNTAX_ERROR)")]
    [InlineData("SELECT 1", "?no_such_setting=1", HttpStatusCode.NotFound, "115", "(UNKNOWN_SETTING)")]
    [InlineData("SELECT 1", "?database=nowhere", HttpStatusCode.NotFound, "81", "(UNKNOWN_DATABASE)")]
    [InlineData("SELECT 1", "?user=nobody", HttpStatusCode.Forbidden, "516", "(AUTHENTICATION_FAILED)")]
    [InlineData("SELECT throwIf(1)", "", HttpStatusCode.InternalServerError, "395", "(FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)")]
    [InlineData("SELECT {p:UInt8}", "?param_p=x", HttpStatusCode.InternalServerError, "457", "(BAD_QUERY_PARAMETER)")]
    public async Task Errors_are_clickhouses_own(string sql, string query, HttpStatusCode status, string code, string name)
    {
        using var response = await clickHouse.PostAsync(sql, query);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal((status, code), (response.StatusCode, Header(response, "X-ClickHouse-Exception-Code")));
        Assert.StartsWith($"Code: {code}. DB::Exception: ", text);
        Assert.Contains(name, text);
        Assert.Contains("(version ", text);
    }

    [Fact]
    public async Task A_get_does_not_write()
    {
        using var response = await clickHouse.Http.GetAsync(new Uri("/?query=CREATE+TABLE+by_get+(a+UInt8)+ENGINE=Memory", UriKind.Relative), Cancel);
        Assert.Equal("164", Header(response, "X-ClickHouse-Exception-Code"));
        Assert.Equal("0", await clickHouse.QueryAsync("EXISTS TABLE by_get"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Answers_and_bodies_may_be_compressed(string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/?enable_http_compression=1", UriKind.Relative)) { Content = new StringContent("SELECT range(1000)") };
        request.Headers.AcceptEncoding.ParseAdd(coding);
        using var response = await clickHouse.Http.SendAsync(request, Cancel);
        Assert.Equal(coding, Assert.Single(response.Content.Headers.ContentEncoding));
        var compressed = await response.Content.ReadAsByteArrayAsync(Cancel);
        await using var text = Orleans.Ingest.ClickHouse.Embedded.Http.ContentCoding.Decompress(new MemoryStream(compressed), coding);
        var plain = await new StreamReader(text).ReadToEndAsync(Cancel);
        Assert.EndsWith(",998,999]\n", plain);

        using var echo = await clickHouse.PostAsync(Compress("SELECT length('compressed')"u8.ToArray(), coding), "", coding);
        Assert.Equal("10\n", await echo.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_large_answer_arrives_whole()
    {
        var text = await clickHouse.QueryAsync("SELECT number FROM numbers(1000000)");
        Assert.Equal(6_888_889, text.Length);
    }

    private static byte[] Compress(byte[] plain, string coding)
    {
        var compressed = new MemoryStream();
        using (var stream = Orleans.Ingest.ClickHouse.Embedded.Http.ContentCoding.Compress(compressed, coding)) stream.Write(plain);
        return compressed.ToArray();
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : "";
}
