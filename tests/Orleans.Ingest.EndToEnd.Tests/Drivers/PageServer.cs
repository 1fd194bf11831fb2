using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A web site on localhost, with one page on all paths that name no file, and the npm packages that the page may import under <c>/npm/</c>.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public static async Task<PageServer> StartAsync(string html)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = $"http://localhost:{FreePort.Next()}";
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        app.MapGet("/npm/{**module}", (string module) => Results.File(FileOf(module), "text/javascript"));
        app.MapFallback(() => Results.Content(html, "text/html"));
        await app.StartAsync();
        return new(app, new(address));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // As bundlers do: an import may leave the extension out.
    private static string FileOf(string module)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "npm", module);
        return File.Exists(path) ? path : path + ".js";
    }
}
