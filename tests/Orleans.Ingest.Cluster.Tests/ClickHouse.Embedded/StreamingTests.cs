using System.Net;
using System.Text;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class StreamingTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private const string Running = "SELECT count() FROM system.processes WHERE query LIKE '%100000000000%' AND query NOT LIKE '%processes%'";
    private const string FailsLate = "SELECT throwIf(number = 300000) FROM numbers(1000000) SETTINGS max_threads = 1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_answer_takes_no_more_memory_than_a_short_one()
    {
        await ReadAsync("SELECT number, toString(number) FROM numbers(200000) FORMAT JSON");
        var before = clickHouse.PeakMemory;
        var length = await ReadAsync("SELECT number, toString(number) FROM numbers(10000000) FORMAT JSON");
        Assert.InRange(length, 600_000_000, long.MaxValue);
        Assert.InRange(clickHouse.PeakMemory, 0, before + 200_000_000);
    }

    [Fact]
    public async Task Queries_one_after_the_other_leave_nothing_mapped()
    {
        const int Queries = 400;
        for (var i = 0; i < 50; i++) await clickHouse.QueryAsync("SELECT 1");
        var before = clickHouse.Mappings;
        for (var i = 0; i < Queries; i++) await clickHouse.QueryAsync("SELECT 1");
        Assert.InRange(clickHouse.Mappings, 0, before + (Queries / 4));
    }

    [Fact]
    public async Task A_reader_that_stops_makes_the_query_wait()
    {
        using var response = await StartAsync("SELECT number FROM numbers(100000000000)");
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await body.ReadExactlyAsync(new byte[1000], Cancel);
        var before = clickHouse.PeakMemory;
        Assert.Equal("1", await clickHouse.QueryAsync(Running));
        Assert.InRange(clickHouse.PeakMemory, 0, before + 100_000_000);
    }

    [Theory]
    [InlineData("SELECT number FROM numbers(100000000000)")]
    [InlineData("SELECT sum(sipHash64(number)) FROM numbers(100000000000)")]
    [InlineData("EXPLAIN ESTIMATE SELECT (SELECT sum(sipHash64(number)) FROM numbers(100000000000))")]
    public async Task A_client_that_goes_away_cancels_its_query(string sql)
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asked = StartAsync(sql, cancellationToken: leaves.Token);
        await clickHouse.EventuallyAsync(Running, "1", Cancel);
        await leaves.CancelAsync();
        try
        {
            // Only a query that had begun to answer has a response; leaving it is closing its connection.
            (await asked).Dispose();
        }
        catch (OperationCanceledException)
        {
            // The others ended while they waited for one.
        }

        await clickHouse.EventuallyAsync(Running, "0", Cancel);
        Assert.Equal("1", await clickHouse.QueryAsync("SELECT 1"));
    }

    [Fact]
    public async Task An_error_before_the_answer_begins_has_its_own_status()
    {
        using var response = await clickHouse.PostAsync(FailsLate);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.StartsWith("Code: 395. DB::Exception: ", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&enable_http_compression=1")]
    public async Task An_error_in_the_middle_is_told_behind_the_rows_and_the_body_has_no_end(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/?buffer_size=1000{query}", UriKind.Relative)) { Content = new StringContent(FailsLate) };
        if (query.Length > 0) request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await clickHouse.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var tag = response.Headers.GetValues("X-ClickHouse-Exception-Tag").Single();

        var received = new MemoryStream();
        await Assert.ThrowsAsync<HttpIOException>(async () => await (await response.Content.ReadAsStreamAsync(Cancel)).CopyToAsync(received, Cancel));
        received.Position = 0;
        await using var plain = Orleans.Ingest.ClickHouse.Embedded.Http.ContentCoding.Decompress(received, query.Length > 0 ? "gzip" : "");
        var text = await new StreamReader(plain).ReadToEndAsync(Cancel);
        Assert.StartsWith("0\n0\n", text);
        var message = text[text.IndexOf("Code: 395.", StringComparison.Ordinal)..text.LastIndexOf($"{Encoding.UTF8.GetByteCount(MessageIn(text, tag))} {tag}\r\n__exception__\r\n", StringComparison.Ordinal)];
        Assert.EndsWith("\n", message);
        Assert.Contains($"\r\n__exception__\r\n{tag}\r\nCode: 395. DB::Exception: ", text);
    }

    [Fact]
    public async Task One_that_waits_for_the_end_gets_the_errors_status_however_long_the_answer()
    {
        using var response = await clickHouse.PostAsync(FailsLate, "?buffer_size=1000&wait_end_of_query=1");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        using var whole = await clickHouse.PostAsync("SELECT number FROM numbers(1000000)", "?wait_end_of_query=1");
        Assert.Equal(6_888_890, whole.Content.Headers.ContentLength);
        Assert.Contains("\"result_rows\":\"1000000\"", whole.Headers.GetValues("X-ClickHouse-Summary").Single());
    }

    [Fact]
    public async Task A_query_is_killed_by_the_id_its_client_gave_it()
    {
        var asked = clickHouse.PostAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", "?query_id=to+be+killed");
        await clickHouse.EventuallyAsync(Running, "1", Cancel);
        using (var same = await clickHouse.PostAsync("SELECT 1", "?query_id=to+be+killed"))
            Assert.Contains("(QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING)", await same.Content.ReadAsStringAsync(Cancel));

        await clickHouse.QueryAsync("KILL QUERY WHERE query_id = 'to be killed' SYNC");
        using var killed = await asked;
        Assert.Contains("Code: 394. DB::Exception: Query was cancelled.", await killed.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("1", await clickHouse.QueryAsync("SELECT 1", "?query_id=to+be+killed"));
    }

    private static string MessageIn(string text, string tag)
    {
        var start = text.IndexOf($"__exception__\r\n{tag}\r\n", StringComparison.Ordinal) + "__exception__\r\n\r\n".Length + tag.Length;
        return text[start..(text.IndexOf('\n', start) + 1)];
    }

    private async Task<long> ReadAsync(string sql)
    {
        using var response = await StartAsync(sql);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        var piece = new byte[128 * 1024];
        var length = 0L;
        while (await body.ReadAsync(piece, Cancel) is var read and > 0) length += read;
        return length;
    }

    private async Task<HttpResponseMessage> StartAsync(string sql, string query = "", CancellationToken? cancellationToken = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/" + query, UriKind.Relative)) { Content = new StringContent(sql) };
        return await clickHouse.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken ?? Cancel);
    }
}
