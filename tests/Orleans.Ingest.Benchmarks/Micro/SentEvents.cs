using System.Net;
using System.Text;
using Orleans.Ingest.Benchmarks.Traffic;
using Orleans.Ingest.Pipeline.Requests;
using RequestContext = Orleans.Ingest.Pipeline.Requests.RequestContext;

namespace Orleans.Ingest.Benchmarks.Micro;

/// <summary>Requests of the macro benchmark's traffic, taken apart as the front end would: bodies and what is known beside them.</summary>
internal sealed class SentEvents
{
    private const int Count = 20_000;
    private static readonly DateTime _noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private int _next;

    /// <summary>All of them.</summary>
    public (byte[] Body, RequestContext Context)[] All { get; } = [.. new RecordedTraffic(seed: 1).Requests(Count).Select(Apart)];

    /// <summary>The next one; after the last the first again.</summary>
    public (byte[] Body, RequestContext Context) Next() => All[_next = (_next + 1) % All.Length];

    private static (byte[] Body, RequestContext Context) Apart(byte[] request)
    {
        var end = request.AsSpan().IndexOf("\r\n\r\n"u8);
        var headers = Encoding.ASCII.GetString(request, 0, end).Split("\r\n").Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return (request[(end + 4)..], new(_noon, IPAddress.Parse(headers["X-Forwarded-For"]), IpClass.None, headers["User-Agent"], OptedOut: false));
    }
}
