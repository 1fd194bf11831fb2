using System.Net;
using System.Text;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class BulkParserTests
{
    [Fact]
    public void What_a_request_says_by_itself_is_said_by_the_event()
    {
        var read = Parse("""{"n":"pageview","u":"https://example.com/a","timestamp":"2026-06-15T11:59:00+02:00","ip":"[2001:db8::1]:99","user_agent":"agent","id":"x-1"}""");
        Assert.Equal("x-1", read.ClientId);
        var context = read.Parsed.Request!.Context;
        Assert.Equal(new DateTime(2026, 6, 15, 9, 59, 0, DateTimeKind.Utc), context.ReceivedAt);
        Assert.Equal(context.ReceivedAt, read.Parsed.Request.Timestamp);
        Assert.Equal((IPAddress.Parse("2001:db8::1"), "agent"), (context.Address, context.UserAgent));
    }

    [Fact]
    public void Nothing_of_it_must_be_said()
    {
        var read = Parse("""{"n":"pageview","u":"https://example.com/a"}""");
        Assert.Null(read.ClientId);
        Assert.Equal((Parsing.Now, null, null), (read.Parsed.Request!.Context.ReceivedAt, read.Parsed.Request.Context.Address, read.Parsed.Request.Context.UserAgent));
    }

    [Theory]
    [InlineData("1781524740000", "2026-06-15 11:59:00")]
    [InlineData("\"2026-06-15T11:59:00.250Z\"", "2026-06-15 11:59:00")]
    [InlineData("\"2026-06-15T11:59:00\"", "2026-06-15 11:59:00")]
    [InlineData("\"2026-06-15 11:59:00\"", "2026-06-15 11:59:00")]
    [InlineData("\"2026-06-12T12:00:00Z\"", "2026-06-12 12:00:00")]
    [InlineData("\"2026-06-15T12:00:50Z\"", "2026-06-15 12:00:00")]
    public void Times_that_are_read(string timestamp, string expected) =>
        Assert.Equal(expected, Parse($$"""{"n":"a","u":"https://example.com/","timestamp":{{timestamp}}}""").Parsed.Request!.Timestamp.ToString("yyyy-MM-dd HH:mm:ss", null));

    [Theory]
    [InlineData("\"timestamp\":\"2026-06-15T12:01:01Z\"", "timestamp", "must not be in the future")]
    [InlineData("\"timestamp\":\"2026-06-12T11:59:59Z\"", "timestamp", "must be at most 3 days old")]
    [InlineData("\"timestamp\":\"yesterday\"", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":\"June 2026\"", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":\"\"", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":-1", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":1e99", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":99999999999999999999", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"timestamp\":[]", "timestamp", "must be a time in ISO 8601 or milliseconds since 1970")]
    [InlineData("\"ip\":\"1.2.3\"", "ip", "must be an IP address")]
    [InlineData("\"ip\":7", "ip", "must be an IP address")]
    [InlineData("\"user_agent\":7", "user_agent", "must be a text of at most 8192 bytes")]
    [InlineData("\"id\":\"\"", "id", "must be a text or an integer of 1 to 200 bytes")]
    [InlineData("\"id\":{}", "id", "must be a text or an integer of 1 to 200 bytes")]
    public void What_is_wrong_is_said_with_what_else_is(string member, string field, string message) => Assert.Equal(
        $$$"""{"errors":{"{{{field}}}":["{{{message}}}"],"url":["is required"]}}""",
        Parsing.ErrorsOf(Parse($$"""{"n":"a","d":"example.com",{{member}}}""").Parsed));

    [Fact]
    public void An_import_may_be_of_any_age_that_a_table_holds()
    {
        Assert.NotNull(Parse("""{"n":"a","u":"https://example.com/","timestamp":"2001-01-01T00:00:00Z"}""", backdate: true).Parsed.Request);
        Assert.NotNull(Parse("""{"n":"a","u":"https://example.com/","timestamp":"1970-01-01T00:00:00Z"}""", backdate: true).Parsed.Errors);
    }

    [Fact]
    public void A_browser_cannot_choose_its_time()
    {
        var request = Parsing.Request(("timestamp", "2026-06-15T11:00:00Z"), ("ip", "192.0.2.1"), ("id", "x"));
        Assert.Equal(Parsing.Now, request.Timestamp);
        Assert.Equal(Parsing.Context.Address, request.Context.Address);
    }

    [Property]
    public void Any_value_is_read_or_refused(string? timestamp, string? address, long number, string? id)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["n"] = "a", ["u"] = "https://example.com/", ["timestamp"] = number % 2 == 0 ? timestamp : number, ["ip"] = address, ["id"] = id,
        });
        var read = Parse(json, backdate: number % 3 == 0);
        Assert.True(read.Parsed.Request is null != read.Parsed.Errors is null);
    }

    private static BulkEvent Parse(string json, bool backdate = false) => BulkParser.Parse(Encoding.UTF8.GetBytes(json), Parsing.Now, backdate, IpLists.None);
}
