using System.Buffers;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Check;

/// <summary>400 with all that is wrong with an event, as <c>POST /api/event</c> says it.</summary>
internal sealed class CheckErrors(ValidationErrors errors) : IResult
{
    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new ArrayBufferWriter<byte>();
        errors.WriteTo(body);
        httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return httpContext.Response.Body.WriteAsync(body.WrittenMemory).AsTask();
    }
}
