using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>A kept-alive HTTP/1.1 connection that sends ready-made requests one after the other; as cheap as can be, so that the machine is the server's.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    /// <summary>Connects.</summary>
    public async Task OpenAsync(Uri server) => await _socket.ConnectAsync(IPAddress.Loopback, server.Port);

    /// <summary>Sends a request and reads its answer: the status.</summary>
    /// <exception cref="IOException">The server closed the connection, or its answer has no length.</exception>
    public async ValueTask<int> SendAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var filled = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled));
            if (read == 0) throw new IOException("The server closed the connection.");
            filled += read;
            if (Answer(_buffer.AsSpan(0, filled)) is { } status) return status;
        }
    }

    public void Dispose() => _socket.Dispose();

    // The status once the answer is whole.
    private static int? Answer(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var head = received[..end];
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0 || !Utf8Parser.TryParse(head[(length + 16)..], out int bytes, out _)) throw new IOException("An answer without Content-Length.");
        if (received.Length < end + 4 + bytes) return null;
        return Utf8Parser.TryParse(head[9..12], out int status, out _) ? status : throw new IOException("An answer without a status.");
    }
}
