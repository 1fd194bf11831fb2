using System.Text.Json.Serialization;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>The measure of all: Kestrel, the body read as JSON, 202, nothing else.</summary>
internal static partial class BareEndpoint
{
    /// <summary>Serves until stopped.</summary>
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
        await using var app = builder.Build();
        app.MapGet("/health", () => "ok");
        // A collector that throws away what it is told, to measure what telling costs.
        app.MapPost("/v1/{signal}", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        app.MapPost("/api/event", async context =>
        {
            _ = await System.Text.Json.JsonSerializer.DeserializeAsync(context.Request.Body, BareJson.Default.BareEvent, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = 2;
            await context.Response.WriteAsync("ok");
        });
        await app.RunAsync();
    }

    internal sealed record BareEvent(
        [property: JsonPropertyName("n")] string? Name,
        [property: JsonPropertyName("u")] string? Url,
        [property: JsonPropertyName("d")] string? Domain,
        [property: JsonPropertyName("r")] string? Referrer,
        [property: JsonPropertyName("p")] Dictionary<string, string>? Props,
        [property: JsonPropertyName("sd")] int? ScrollDepth,
        [property: JsonPropertyName("e")] int? EngagementTime,
        [property: JsonPropertyName("v")] int? Version);

    [JsonSerializable(typeof(BareEvent))]
    private sealed partial class BareJson : JsonSerializerContext;
}
