using System.Net.Sockets;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>Clients that take more than their part of the server.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Floods_of_headers_and_bodies_are_refused_and_connections_beyond_the_most_are_closed_while_events_go_on()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__MaxConnections", "50"));
        Assert.StartsWith("HTTP/1.1 431", await AnswerAsync(service, string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await AnswerAsync(service, $"X-Long: {new string('x', 40_000)}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", await AnswerAsync(service, "Content-Length: 900000000\r\n"), StringComparison.Ordinal);

        await FloodAsync(service, connections: 100, most: 50);
    }

    [Fact]
    public async Task With_few_files_to_open_connections_are_closed_before_the_log_and_ClickHouse_lack_theirs()
    {
        await using var service = await ServiceProcess.StartAsync(openFiles: 700);
        await service.ClickHouse.EventuallyAsync("SELECT 1", "1");
        await FloodAsync(service, connections: 600, most: 700 - 512);
    }

    /// <summary>Opens more connections than there may be; events of a client that was there before are accepted and stored meanwhile.</summary>
    private static async Task FloodAsync(ServiceProcess service, int connections, int most)
    {
        using (var before = await service.SendAsync("""{"n":"pageview","u":"http://localhost/before","d":"localhost"}""")) Assert.Equal(202, (int)before.StatusCode);
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < connections; i++)
            {
                var client = new TcpClient();
                idle.Add(client);
                await client.ConnectAsync("127.0.0.1", service.Url.Port, TestContext.Current.CancellationToken);
            }

            await Until.TrueAsync(() => idle.Count(IsClosed) >= connections - most, () => "Connections beyond the most stay open.");
            Assert.Contains(idle, client => !IsClosed(client));
            using (var during = await service.SendAsync("""{"n":"pageview","u":"http://localhost/during","d":"localhost"}""")) Assert.Equal(202, (int)during.StatusCode);
            await service.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2 ORDER BY pathname", "/before", "/during");
        }
        finally
        {
            foreach (var client in idle) client.Dispose();
        }
    }

    private static bool IsClosed(TcpClient client) => client.Client.Poll(0, SelectMode.SelectRead);

    private static async Task<string> AnswerAsync(ServiceProcess service, string headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", service.Url.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/event HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "closed";
    }
}
