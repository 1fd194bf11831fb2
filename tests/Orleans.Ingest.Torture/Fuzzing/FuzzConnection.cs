using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>A raw connection to one port: sends bytes as they are, and reads HTTP/1.1 answers. Opened when needed, kept while the server keeps it.</summary>
internal sealed class FuzzConnection(int port) : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);
    private byte[] _buffer = new byte[2048];
    private Socket? _socket;
    private int _filled;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="TimeoutException">Neither an answer nor the end of the connection came in time.</exception>
    public async Task<FuzzAnswer> SendAsync(FuzzRequest request, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var socket = _socket ?? await OpenAsync(timeout.Token);
            await WriteAsync(socket, request, timeout.Token);
            var answer = await ReadAsync(socket, timeout.Token);
            // What is left over belongs to a request that the server saw behind this one: the next answer would be the wrong one's.
            if (answer.Status is 0 or 413 || _filled > 0 || answer.Header("Connection") == "close") Dispose();
            return answer;
        }
        catch (OperationCanceledException error)
        {
            Dispose();
            throw new TimeoutException($"Neither an answer nor the end of the connection within {patience}.", error);
        }
        catch (SocketException)
        {
            Dispose();
            return FuzzAnswer.Closed;
        }
    }

    /// <summary>Opens it, where a request is not to come yet.</summary>
    public async Task<Socket> OpenAsync(CancellationToken timeout)
    {
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _filled = 0;
        await _socket.ConnectAsync(IPAddress.Loopback, port, timeout);
        return _socket;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static async Task WriteAsync(Socket socket, FuzzRequest request, CancellationToken timeout)
    {
        try
        {
            for (var i = 0; i < request.Pieces.Count; i++)
            {
                if (i > 0) await Task.Delay(_pause, TimeProvider.System, timeout);
                await socket.SendAsync(request.Pieces[i], timeout);
            }
        }
        catch (SocketException)
        {
            // The server has answered before it had everything; the answer is there to be read.
        }
    }

    private async Task<FuzzAnswer> ReadAsync(Socket socket, CancellationToken timeout)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(socket, timeout)) return FuzzAnswer.Closed;
        }

        var head = Encoding.Latin1.GetString(_buffer, 0, end);
        Take(end + 4);
        if (!head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(head.AsSpan(9, 3), CultureInfo.InvariantCulture, out var status))
            throw new InvalidDataException($"No HTTP/1.1 answer: {head}");
        var answer = new FuzzAnswer(status, head, "");
        // No request is a HEAD, so only these have no body.
        if (status is 204 or 304) return answer;
        var body = new MemoryStream();
        if (string.Equals(answer.Header("Transfer-Encoding"), "chunked", StringComparison.OrdinalIgnoreCase)) await ReadChunksAsync(socket, body, timeout);
        else if (answer.Header("Content-Length") is { } length) await CopyAsync(socket, body, long.Parse(length, CultureInfo.InvariantCulture), timeout);
        else await CopyAsync(socket, body, long.MaxValue, timeout);
        return answer with { Body = Encoding.UTF8.GetString(body.ToArray()) };
    }

    private async Task ReadChunksAsync(Socket socket, MemoryStream body, CancellationToken timeout)
    {
        while (true)
        {
            int end;
            while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n"u8)) < 0)
            {
                if (!await FillAsync(socket, timeout)) return;
            }

            var size = long.Parse(Encoding.Latin1.GetString(_buffer, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Take(end + 2);
            await CopyAsync(socket, body, size, timeout);
            await CopyAsync(socket, Stream.Null, 2, timeout);
            if (size == 0) return;
        }
    }

    private async Task CopyAsync(Socket socket, Stream to, long count, CancellationToken timeout)
    {
        while (count > 0)
        {
            if (_filled == 0 && !await FillAsync(socket, timeout)) return;
            var some = (int)Math.Min(count, _filled);
            to.Write(_buffer, 0, some);
            Take(some);
            count -= some;
        }
    }

    private async Task<bool> FillAsync(Socket socket, CancellationToken timeout)
    {
        if (_filled == MostBytes) throw new InvalidDataException("An answer's head is larger than 64 KiB.");
        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _filled * 2);
        var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), timeout);
        _filled += read;
        return read > 0;
    }

    private void Take(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
