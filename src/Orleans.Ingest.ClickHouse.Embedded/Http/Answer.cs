using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Orleans.Ingest.ClickHouse.Embedded.Compression;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// The answer to one statement, as ClickHouse's HTTP interface gives it: its beginning is held back, so that an error still
/// gets its own status and a short answer tells its whole summary; then it is streamed, compressed if asked for. (No CORS
/// header, not even for <c>add_http_cors_header</c>: any web page could read the data of the laptop it is looked at on.)
/// </summary>
internal sealed class Answer(HttpContext http, QueryRequest request, TimeProvider time) : IAsyncDisposable
{
    private readonly FileBufferingWriteStream _held = new(memoryThreshold: 2 * DefaultHeldBytes);
    private readonly string _exceptionTag = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 16);
    private readonly long _began = time.GetTimestamp();
    private Stream? _body;
    private Stream? _coded;
    private BlockWriteStream? _blocks;

    /// <summary>The server's own <c>buffer_size</c> where the request says none.</summary>
    public const int DefaultHeldBytes = 1024 * 1024;

    /// <summary>The format the result is written in; to be set before the first byte.</summary>
    public string Format { get; set; } = request.Format;

    /// <summary>Status and headers are sent: what goes wrong from here on can only be told in the body.</summary>
    public bool HasStarted => _body is not null;

    public async Task WriteAsync(ReadOnlyMemory<byte> result)
    {
        if (_body is null)
        {
            await _held.WriteAsync(result, http.RequestAborted);
            if (_held.Length >= request.HeldBytes && !request.WaitsForEnd) await StartAsync(default);
        }
        else
        {
            await _body.WriteAsync(result, http.RequestAborted);
        }
    }

    /// <summary>The result is whole.</summary>
    public async Task CompleteAsync(QueryStatistics statistics)
    {
        if (_body is null) await StartAsync(statistics, isWhole: true);
        await EndBodyAsync();
    }

    /// <summary>
    /// Ends with an error: in place of the result where nothing was sent yet, else behind what was sent, in the form that
    /// clients of 25.11 and later look for. Returns false in the second case: the connection has to be broken off then, since
    /// for any other client the end of the body would say that all went well.
    /// </summary>
    public async Task<bool> FailAsync(ClickHouseError error)
    {
        var message = Encoding.UTF8.GetBytes(error.Message);
        if (_body is not null)
        {
            await _body.WriteAsync(Encoding.UTF8.GetBytes($"\r\n__exception__\r\n{_exceptionTag}\r\n{error.Message}{message.Length} {_exceptionTag}\r\n__exception__\r\n"), http.RequestAborted);
            await EndBodyAsync();
            await http.Response.Body.FlushAsync(http.RequestAborted);
            return false;
        }

        http.Response.StatusCode = error.Status;
        http.Response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString();
        if (error.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Basic realm=\"ClickHouse server HTTP API\"";
        http.Response.ContentType = "text/plain; charset=UTF-8";
        OpenBody(message.Length);
        await _body!.WriteAsync(message, http.RequestAborted);
        await EndBodyAsync();
        return true;
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    private async Task StartAsync(QueryStatistics statistics, bool isWhole = false)
    {
        http.Response.Headers["X-ClickHouse-Summary"] = statistics.Summary(time.GetElapsedTime(_began));
        http.Response.Headers["X-ClickHouse-Format"] = Format;
        http.Response.Headers["X-ClickHouse-Exception-Tag"] = _exceptionTag;
        http.Response.ContentType = OutputFormat.ContentType(Format);
        OpenBody(isWhole ? _held.Length : null);
        await _held.DrainBufferAsync(_body!, http.RequestAborted);
    }

    private void OpenBody(long? length)
    {
        _body = HttpMethods.IsHead(http.Request.Method) ? Stream.Null : http.Response.Body;
        var coding = request.MayCompress && length != 0 ? ContentCoding.Choose(http.Request.Headers.AcceptEncoding.ToString()) : null;
        if (coding is not null)
        {
            http.Response.Headers.ContentEncoding = coding;
            _body = _coded = ContentCoding.Compress(_body, coding);
        }

        if (request.WantsBlocks) _body = _blocks = new BlockWriteStream(_body);
        if (coding is null && !request.WantsBlocks) http.Response.ContentLength = length;
    }

    private async Task EndBodyAsync()
    {
        if (_blocks is not null) await _blocks.DisposeAsync();
        if (_coded is not null) await _coded.DisposeAsync();
    }
}
