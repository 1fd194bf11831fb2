using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Compression;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// ClickHouse's HTTP interface: 1. read query string, form and headers, 2. authenticate, 3. read the statement, run it and
/// stream its result. Errors of any step are answered in ClickHouse's form.
/// </summary>
internal sealed partial class ClickHouseEndpoint(ClickHouseEngine engine, Accounts accounts, StatementMetrics metrics, TimeProvider time, ILogger<ClickHouseEndpoint> logger) : IDisposable
{
    private readonly QueryExecution _execution = new(engine, time);

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value;
        if (path is "/ping" or "/replicas_status") await http.Response.WriteAsync("Ok.\n", http.RequestAborted);
        else if (path is not ("/" or "" or null or "/query"))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync($"There is no handle {path}\n\nUse / or /ping for health checks.\nOr send queries as POST or GET to /.\n", http.RequestAborted);
        }
        else if (http.Request.Method is "GET" or "POST" or "PUT" or "HEAD") await AnswerAsync(http);
        else http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
    }

    public void Dispose() => _execution.Dispose();

    private async Task AnswerAsync(HttpContext http)
    {
        var unread = new QueryRequest { QueryId = "", Format = "" };
        var answer = new Answer(http, unread, time);
        try
        {
            // :: Step 1
            http.Response.Headers["X-ClickHouse-Server-Display-Name"] = "chdb";
            http.Response.Headers["X-ClickHouse-Timezone"] = engine.TimeZone;
            var request = QueryRequestParser.Parse(http.Request, await FormBody.ReadValuesAsync(http.Request, http.RequestAborted));
            answer = new Answer(http, request, time);
            http.Response.Headers["X-ClickHouse-Query-Id"] = request.QueryId;
            if (request.Query.Length == 0 && !HttpMethods.IsPost(http.Request.Method))
            {
                await http.Response.WriteAsync("Ok.\n", http.RequestAborted);
                return;
            }

            // :: Step 2
            var role = accounts.Authenticate(request);

            // :: Step 3
            await metrics.MeasureAsync(role, () => RunAsync(http, request, role, answer), http.RequestAborted);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.Left(logger);
        }
        catch (Exception error)
        {
            await FailAsync(answer, error);
        }
        finally
        {
            await answer.DisposeAsync();
        }
    }

    private async Task RunAsync(HttpContext http, QueryRequest request, EngineRole role, Answer answer)
    {
        await using var plain = FormBody.IsForm(http.Request) ? Stream.Null : ContentCoding.Decompress(http.Request.Body, http.Request.Headers.ContentEncoding.ToString());
        await using var body = request.SendsBlocks ? new BlockReadStream(plain) : plain;
        await _execution.RunAsync(request, role, body, answer, http.RequestAborted);
    }

    private async Task FailAsync(Answer answer, Exception error)
    {
        var told = ClickHouseError.From(Text(error), engine.Version);
        if (error is ChdbException or RequestRefusedException) Log.Refused(logger, told.Code, told.Status);
        else Log.Failed(logger, error);
        if (!await answer.FailAsync(told)) throw new BrokenOffException();
    }

    private static string Text(Exception error) => error switch
    {
        ChdbException or RequestRefusedException => error.Message,
        InvalidDataException or ZstdSharp.ZstdException => $"Code: 271. DB::Exception: The body cannot be decompressed: {error.Message} (CANNOT_DECOMPRESS)",
        BadHttpRequestException => $"Code: 24. DB::Exception: The request cannot be read: {error.Message} (CANNOT_READ_FROM_ISTREAM)",
        _ => "Code: 1001. DB::Exception: The embedded endpoint failed; its log says how. (STD_EXCEPTION)",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Query answered with error {Code}, status {Status}.")]
        public static partial void Refused(ILogger logger, int code, int status);

        [LoggerMessage(2, LogLevel.Debug, "The client left before its query was answered.")]
        public static partial void Left(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "A query could not be answered; its client was told so.")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
