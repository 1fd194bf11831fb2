using System.IO.Compression;
using System.Net;
using System.Text;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Script;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Script;

public sealed class ScriptEndpointTests
{
    [Theory]
    [InlineData("script.js", ScriptFeatures.None)]
    [InlineData("analytics.js", ScriptFeatures.None)]
    [InlineData("plausible.hash.outbound-links.js", ScriptFeatures.Hash | ScriptFeatures.OutboundLinks)]
    [InlineData("script.outbound-links.hash.js", ScriptFeatures.Hash | ScriptFeatures.OutboundLinks)]
    [InlineData("script.revenue.pageleave.tagged-events.pageview-props.file-downloads.manual.local.compat.exclusions.js", (ScriptFeatures)0x7FF ^ ScriptFeatures.Hash ^ ScriptFeatures.OutboundLinks)]
    [InlineData("script.client-hints.hash.js", ScriptFeatures.Hash | ScriptFeatures.ClientHints)]
    [InlineData("script.unknown.js", null)]
    [InlineData("script.hash", null)]
    [InlineData("script..js", null)]
    [InlineData("other.js", null)]
    [InlineData("hash.js", null)]
    [InlineData(".js", null)]
    [InlineData("", null)]
    internal void Features_are_read_from_the_name_in_any_order(string file, ScriptFeatures? expected) =>
        Assert.Equal(expected, ScriptName.Parse(file));

    [Fact]
    public void The_script_is_the_official_tracker_and_the_wrapper_in_one_function()
    {
        var script = TrackerScript.For(ScriptFeatures.Hash | ScriptFeatures.Local);
        Assert.Contains("var features=['hash','local']", script);
        Assert.Contains("function init(", script);
        Assert.DoesNotContain("export {", script);
        Assert.Contains("MIT", script.Split('\n')[0]);
    }

    [Fact]
    public async Task Client_hints_are_asked_for_by_the_answer_where_the_name_says_so_and_the_script_is_the_same()
    {
        await using var web = await WebHost.StartAsync();
        using var plain = await web.Http.GetAsync("/js/script.hash.js", TestContext.Current.CancellationToken);
        using var asking = await web.Http.GetAsync("/js/script.hash.client-hints.js", TestContext.Current.CancellationToken);
        Assert.False(plain.Headers.Contains("Accept-CH"));
        Assert.Equal("Sec-CH-UA-Platform-Version, Sec-CH-UA-Model, Sec-CH-UA-Full-Version-List", Assert.Single(asking.Headers.GetValues("Accept-CH")));
        Assert.False(asking.Headers.Contains("Critical-CH"));
        Assert.Equal(plain.Headers.ETag, asking.Headers.ETag);
        Assert.Equal(await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await asking.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Any_page_may_load_it_and_keep_it_for_a_day()
    {
        await using var web = await WebHost.StartAsync();
        var answer = await web.Http.GetAsync("/js/script.hash.js", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("x-content-type-options").Single());
        Assert.Equal("cross-origin", answer.Headers.GetValues("cross-origin-resource-policy").Single());
        Assert.Equal("*", answer.Headers.GetValues("access-control-allow-origin").Single());
        Assert.Equal("public, max-age=86400", answer.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await web.Http.GetAsync("/js/script.nothing.js", Cancellation)).StatusCode);

        var again = new HttpRequestMessage(HttpMethod.Get, "/js/script.hash.js");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await web.Http.SendAsync(again, Cancellation)).StatusCode);
        Assert.NotEqual(answer.Headers.ETag, (await web.Http.GetAsync("/js/script.js", Cancellation)).Headers.ETag);
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task It_is_compressed_as_the_client_likes(string accepted, string? encoding)
    {
        await using var web = await WebHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/js/script.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        var answer = await web.Http.SendAsync(request, Cancellation);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await using Stream plain = encoding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        Assert.Equal(TrackerScript.For(ScriptFeatures.None), await reader.ReadToEndAsync(Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
