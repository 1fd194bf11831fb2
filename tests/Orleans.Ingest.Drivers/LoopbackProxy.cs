using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Orleans.Ingest.Drivers;

/// <summary>
/// Stands in front of a server of this machine, and can hold up what goes either way. What a client has sent arrives even if the client has left meanwhile, as it does from the
/// buffers of a network.
/// </summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly X509Certificate2? _certificate;
    private readonly string _heldUp;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">The server's port.</param>
    /// <param name="certificate">With a key, to speak TLS with clients; null for plain connections.</param>
    /// <param name="heldUp">What the first line of a request must hold for its gates to be minded; nothing for all.</param>
    public LoopbackProxy(int target, X509Certificate2? certificate = null, string heldUp = "")
    {
        (_target, _certificate, _heldUp) = (target, certificate, heldUp);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients send passes here.</summary>
    public Gate Requests { get; } = new();

    /// <summary>What the server answers passes here.</summary>
    public Gate Answers { get; } = new();

    /// <summary>True once a client has sent something, which it does behind a certificate that it trusts alone.</summary>
    public bool IsUsed { get; private set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections) connection.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        _connections.Add(client);
        _connections.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            Stream near = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(near);
                await secure.AuthenticateAsServerAsync(_certificate);
                near = secure;
            }

            var far = server.GetStream();
            var minded = true;
            _ = PassAsync(near, far, piece =>
            {
                IsUsed = true;
                if (piece.AsSpan().StartsWith("POST "u8)) minded = Encoding.Latin1.GetString(piece.AsSpan(0, Math.Max(0, piece.AsSpan().IndexOf((byte)'\r')))).Contains(_heldUp, StringComparison.Ordinal);
                return minded ? Requests : null;
            });
            await PassAsync(far, near, _ => minded ? Answers : null);
        }
        catch (Exception error) when (IsOfConnection(error))
        {
            // Refused on either side, or a client that does not trust the certificate.
        }

        // The server's end is the end of both; a client that leaves does not stop what it has sent.
        client.Dispose();
        server.Dispose();
    }

    private async Task PassAsync(Stream from, Stream to, Func<byte[], Gate?> gateOf)
    {
        var pieces = Channel.CreateUnbounded<byte[]>();
        var writing = WriteAsync();
        try
        {
            var buffer = new byte[16 * 1024];
            for (int read; (read = await from.ReadAsync(buffer)) > 0;) pieces.Writer.TryWrite(buffer.AsSpan(0, read).ToArray());
        }
        catch (Exception error) when (IsOfConnection(error))
        {
            // What has come is passed on.
        }

        pieces.Writer.Complete();
        await writing;

        async Task WriteAsync()
        {
            try
            {
                await foreach (var piece in pieces.Reader.ReadAllAsync())
                {
                    if (gateOf(piece) is { } gate) await gate.Passed.WaitAsync(_stop.Token);
                    await to.WriteAsync(piece);
                }
            }
            catch (Exception error) when (IsOfConnection(error))
            {
                // Whom it was for has left.
            }
        }
    }

    private static bool IsOfConnection(Exception error) => error is IOException or SocketException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException or InvalidOperationException;
}
