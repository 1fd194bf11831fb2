using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.Web.Sites;

/// <summary>Answers 503 when the grains behind the API cannot be reached, instead of an empty 500.</summary>
internal sealed partial class UnavailableFilter
{
    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        // A request that is no HTTP is an IOException too, and the client's own fault: the server answers it 400.
        catch (Exception error) when (error is OrleansException or TimeoutException or (IOException and not BadHttpRequestException))
        {
            Log.NotReached(context.HttpContext.RequestServices.GetRequiredService<ILogger<UnavailableFilter>>(), error);
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return ApiErrors.Unavailable();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request of the Sites API was answered 503: its grains were not reached. The client may try again.")]
        public static partial void NotReached(ILogger logger, Exception error);
    }
}
