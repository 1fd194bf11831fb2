using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Answers as ClickHouse's HTTP interface does: result or error, its headers, compressed if asked for.</summary>
internal static class ResponseWriter
{
    public static async Task WriteResultAsync(HttpContext http, QueryOutcome outcome, bool mayCompress)
    {
        var result = outcome.Result;
        http.Response.Headers["X-ClickHouse-Summary"] =
            $"{{\"read_rows\":\"{result.ReadRows}\",\"read_bytes\":\"{result.ReadBytes}\",\"written_rows\":\"{result.WrittenRows}\",\"written_bytes\":\"{result.WrittenBytes}\",\"total_rows_to_read\":\"0\",\"result_rows\":\"0\",\"result_bytes\":\"{result.Length}\"}}";
        http.Response.Headers["X-ClickHouse-Format"] = outcome.Format;
        http.Response.ContentType = OutputFormat.ContentType(outcome.Format);
        await WriteAsync(http, result.OpenRead(), result.Length, mayCompress);
    }

    public static async Task WriteErrorAsync(HttpContext http, ClickHouseError error, bool mayCompress)
    {
        http.Response.StatusCode = error.Status;
        http.Response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString();
        http.Response.ContentType = "text/plain; charset=UTF-8";
        var message = Encoding.UTF8.GetBytes(error.Message);
        await WriteAsync(http, new MemoryStream(message), message.Length, mayCompress);
    }

    private static async Task WriteAsync(HttpContext http, Stream content, long length, bool mayCompress)
    {
        if (HttpMethods.IsHead(http.Request.Method)) return;
        var coding = mayCompress && length > 0 ? ContentCoding.Choose(http.Request.Headers.AcceptEncoding.ToString()) : null;
        if (coding is null)
        {
            http.Response.ContentLength = length;
            await content.CopyToAsync(http.Response.Body, http.RequestAborted);
            return;
        }

        http.Response.Headers.ContentEncoding = coding;
        await using var compressed = ContentCoding.Compress(http.Response.Body, coding);
        await content.CopyToAsync(compressed, http.RequestAborted);
    }
}
