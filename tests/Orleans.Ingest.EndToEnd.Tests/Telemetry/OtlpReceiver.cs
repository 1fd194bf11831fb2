using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>Takes what OpenTelemetry sends, as a collector does: over gRPC, or over HTTP with protobuf.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcHeader = 5;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpReceiver(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Spans in the order of their arrival.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => [.. Scopes("trace").SelectMany(scope => scope.Messages(2)).Select(ReceivedSpan.Of)];

    /// <summary>Names of the metrics, each with its unit.</summary>
    public IReadOnlySet<(string Name, string Unit)> Metrics => Scopes("metrics").SelectMany(scope => scope.Messages(2)).Select(metric => (metric.Text(1), metric.Text(3))).ToHashSet();

    /// <summary>Texts of the log's lines.</summary>
    public IReadOnlyList<string> Logs => [.. Scopes("logs").SelectMany(LinesOf)];

    /// <summary>Names of the services that have reported.</summary>
    public IReadOnlySet<string> Services => Resources("").Select(ServiceOf).ToHashSet();

    /// <summary>Names of the metrics that came from one service.</summary>
    public IReadOnlySet<string> MetricsOf(string service) => ScopesOf(service, "metrics").SelectMany(scope => scope.Messages(2)).Select(metric => metric.Text(1)).ToHashSet();

    /// <summary>Texts of the lines that came from one service.</summary>
    public IReadOnlyList<string> LogsOf(string service) => [.. ScopesOf(service, "logs").SelectMany(LinesOf)];

    /// <summary>All that was sent, byte by byte, as text.</summary>
    public string Everything => string.Concat(_received.Select(one => System.Text.Encoding.Latin1.GetString(one.Body)));

    /// <summary>Starts it.</summary>
    public static async Task<OtlpReceiver> StartAsync(bool grpc)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = FreePort.Next();
        // gRPC without TLS is HTTP/2 from the first byte on.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var receiver = new OtlpReceiver(builder.Build(), new($"http://localhost:{port}"));
        if (grpc) receiver._app.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", (RequestDelegate)receiver.TakeGrpcAsync);
        else receiver._app.MapPost("/v1/{signal}", (RequestDelegate)receiver.TakeHttpAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeGrpcAsync(HttpContext http)
    {
        var message = await BodyAsync(http.Request.Body);
        var length = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1));
        var body = message[GrpcHeader..(GrpcHeader + length)];
        Keep(http, message[0] == 1 ? await InflatedAsync(body) : body);
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[GrpcHeader]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task TakeHttpAsync(HttpContext http)
    {
        var body = await BodyAsync(http.Request.Body);
        Keep(http, http.Request.Headers.ContentEncoding == "gzip" ? await InflatedAsync(body) : body);
        http.Response.ContentType = "application/x-protobuf";
    }

    private void Keep(HttpContext http, byte[] body) => _received.Enqueue((http.Request.Path.Value!, body));

    private static async Task<byte[]> BodyAsync(Stream stream)
    {
        using var body = new MemoryStream();
        await stream.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task<byte[]> InflatedAsync(byte[] body)
    {
        await using var inflating = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        return await BodyAsync(inflating);
    }

    private IEnumerable<OtlpMessage> Resources(string signal) => _received
        .Where(one => one.Path.Contains(signal, StringComparison.Ordinal)).SelectMany(one => OtlpMessage.Parse(one.Body).Messages(1));

    private IEnumerable<OtlpMessage> ScopesOf(string service, string signal) => Resources(signal).Where(resource => ServiceOf(resource) == service).SelectMany(resource => resource.Messages(2));

    private static string ServiceOf(OtlpMessage resource) =>
        resource.Messages(1).Single().Messages(1).Single(tag => tag.Text(1) == "service.name").Messages(2).Single().Text(1);

    private static IEnumerable<string> LinesOf(OtlpMessage scope) => scope.Messages(2).SelectMany(line => line.Messages(5)).Select(body => body.Text(1));

    private IEnumerable<OtlpMessage> Scopes(string signal) => Resources(signal).SelectMany(resource => resource.Messages(2));
}
