using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// ClickHouse's HTTP interface: 1. read query string and headers, 2. authenticate, 3. read the statement and run it,
/// 4. answer. Errors of any step are answered in ClickHouse's form.
/// </summary>
internal sealed partial class ClickHouseEndpoint(ClickHouseEngine engine, Accounts accounts, ILogger<ClickHouseEndpoint> logger)
{
    private readonly QueryExecution _execution = new(engine);

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

    private async Task AnswerAsync(HttpContext http)
    {
        var mayCompress = false;
        try
        {
            // :: Step 1
            var request = QueryRequestParser.Parse(http.Request);
            mayCompress = request.MayCompress;
            http.Response.Headers["X-ClickHouse-Server-Display-Name"] = "chdb";
            http.Response.Headers["X-ClickHouse-Query-Id"] = request.QueryId;
            http.Response.Headers["X-ClickHouse-Timezone"] = engine.TimeZone;
            if (request.Query.Length == 0 && !HttpMethods.IsPost(http.Request.Method))
            {
                await http.Response.WriteAsync("Ok.\n", http.RequestAborted);
                return;
            }

            // :: Step 2
            var role = accounts.Authenticate(request);

            // :: Step 3
            await using var body = ContentCoding.Decompress(http.Request.Body, http.Request.Headers.ContentEncoding.ToString());
            using var outcome = await _execution.RunAsync(request, role, body, http.RequestAborted);

            // :: Step 4
            await ResponseWriter.WriteResultAsync(http, outcome, mayCompress);
        }
        catch (Exception error) when (error is ChdbException or RequestRefusedException or InvalidDataException or ZstdSharp.ZstdException && !http.Response.HasStarted)
        {
            var answer = ClickHouseError.From(error is InvalidDataException or ZstdSharp.ZstdException ? $"Code: 271. DB::Exception: The body cannot be decompressed: {error.Message} (CANNOT_DECOMPRESS)" : error.Message, engine.Version);
            Log.Refused(logger, answer.Code, answer.Status);
            await ResponseWriter.WriteErrorAsync(http, answer, mayCompress);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            Log.Left(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Query answered with error {Code}, status {Status}.")]
        public static partial void Refused(ILogger logger, int code, int status);

        [LoggerMessage(2, LogLevel.Debug, "The client left before its query was answered.")]
        public static partial void Left(ILogger logger);
    }
}
