using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A connection to a service on which a test says every byte.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };

    /// <summary>True once the server has closed it, or has answered.</summary>
    public bool HasHeard => _client.Client.Poll(0, SelectMode.SelectRead);

    public static async Task<RawClient> OpenAsync(Uri service)
    {
        var client = new RawClient();
        await client._client.ConnectAsync("127.0.0.1", service.Port);
        return client;
    }

    /// <summary>Sends some text; false when the connection is closed.</summary>
    public async Task<bool> TrySendAsync(string text)
    {
        try
        {
            await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Sends a pageview of <c>localhost</c>: the first line of the answer.</summary>
    public async Task<string> SendPageviewAsync(string path)
    {
        var body = $$"""{"n":"pageview","u":"http://localhost{{path}}","d":"localhost"}""";
        await TrySendAsync(string.Create(CultureInfo.InvariantCulture, $"POST /api/event HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.0\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return await ReadLineAsync();
    }

    /// <summary>The next line of an answer; empty when the connection is closed.</summary>
    public async Task<string> ReadLineAsync()
    {
        try
        {
            using var reader = new StreamReader(_client.GetStream(), leaveOpen: true);
            return await reader.ReadLineAsync() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => _client.Dispose();
}
