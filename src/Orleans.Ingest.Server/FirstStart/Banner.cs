using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Server.FirstStart;

/// <summary>What a start prints: where it is, and the lines that send an event and read it back. To the terminal, never to a log.</summary>
internal sealed class Banner(IServer server, IHostApplicationLifetime lifetime, AdminKey key, IOptions<IngestOptions> options, IOptions<WebOptions> web) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Print(Console.Out));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print(TextWriter to)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        // Listening on every address says nothing about a name to use; loopback works.
        address = address.Replace("//[::]:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal);
        var site = options.Value.FirstSite is { Length: > 0 } first ? first : "example.com";
        var port = options.Value.ClickHouse.HttpPort;
        to.WriteLine($"""

              Orleans.Ingest is at {address}

              Console       {ConsoleAddress(address)}  (the admin key logs in)
              Admin key     {Key()}
              Script tag    <script defer data-domain="{site}" src="{address}/js/script.local.js"></script>
              Send an event
                curl -i {address}/api/event -H 'Content-Type: application/json' -d '{Event(site)}'
              Read it back
                {Query(port)}

            """);
    }

    private string ConsoleAddress(string address) => web.Value.AdminUrls is { Length: > 0 } own ? own : $"{address}/";

    private string Key() => key switch
    {
        { MadeNow: { } made } => $"{made}  (kept in {key.Path}; not shown again)",
        { Path: { } path } => $"in {path}",
        _ => "as configured (Ingest:AdminKey)",
    };

    private static string Event(string site) => $$"""{"n":"pageview","u":"http://{{site}}/hello","d":"{{site}}"}""";

    private static string Query(int port) => port == 0
        ? "the embedded ClickHouse is on a free port that is not announced (Ingest:ClickHouse:HttpPort is 0)"
        : $"curl http://127.0.0.1:{port}/ -d 'SELECT timestamp, name, pathname, session_id FROM events_v2 ORDER BY timestamp DESC LIMIT 10 FORMAT PrettyCompact'";
}
