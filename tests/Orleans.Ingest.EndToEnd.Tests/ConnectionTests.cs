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

        // The service's own client keeps the connection that it has.
        using (var before = await service.SendAsync("""{"n":"pageview","u":"http://localhost/before","d":"localhost"}""")) Assert.Equal(202, (int)before.StatusCode);
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var client = new TcpClient();
                idle.Add(client);
                await client.ConnectAsync("127.0.0.1", service.Url.Port, TestContext.Current.CancellationToken);
            }

            await Until.TrueAsync(() => idle.Count(IsClosed) >= 50, () => "Connections beyond the most stay open.");
            using var during = await service.SendAsync("""{"n":"pageview","u":"http://localhost/during","d":"localhost"}""");
            Assert.Equal(202, (int)during.StatusCode);
            Assert.Contains(idle, client => !IsClosed(client));
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
