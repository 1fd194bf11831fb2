using System.Net;
using System.Text.Json;
using System.Text;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;
using RequestContext = Orleans.Ingest.Pipeline.Requests.RequestContext;

namespace Orleans.Ingest.Tests.Pipeline.Builders;

/// <summary>Bodies parsed as if they had just arrived.</summary>
internal static class Parsing
{
    public static readonly DateTime Now = new(2026, 6, 15, 12, 0, 0, DateTimeKind.Utc);

    public static readonly RequestContext Context = new(Now.AddMilliseconds(750), IPAddress.Parse("198.51.100.7"), IpClass.None, "agent", OptedOut: false);

    /// <summary>Parses a body as it stands.</summary>
    public static ParseResult Parse(string body) => EventParser.Parse(Encoding.UTF8.GetBytes(body), Context);

    /// <summary>A usable request of a pageview, with these members added or put in their place.</summary>
    public static IngestRequest Request(params (string Name, object? Value)[] members)
    {
        var result = Parse(Body(members));
        if (result.Request is null)
            Assert.Fail(ErrorsOf(result));

        Assert.Null(result.Errors);
        return result.Request;
    }

    /// <summary>The answer's body for an unusable request.</summary>
    public static string Errors(params (string Name, object? Value)[] members) => ErrorsOf(Parse(Body(members)));

    /// <summary>The answer's body for an unusable request.</summary>
    public static string ErrorsOf(ParseResult result)
    {
        Assert.Null(result.Request);
        Assert.NotNull(result.Errors);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        result.Errors.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Body((string Name, object? Value)[] members)
    {
        var body = new Dictionary<string, object?> { ["n"] = "pageview", ["u"] = "https://example.com/", ["d"] = "example.com" };
        foreach (var (name, value) in members)
        {
            if (value is Absent)
                body.Remove(name);
            else
                body[name] = value;
        }

        return JsonSerializer.Serialize(body);
    }

    /// <summary>Marks a member that is left out.</summary>
    internal sealed record Absent
    {
        public static readonly Absent Member = new();
    }
}
