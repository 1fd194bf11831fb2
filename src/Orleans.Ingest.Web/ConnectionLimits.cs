using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Web;

/// <summary>What one client may take of the server: said here, so that a change of Kestrel's defaults changes nothing.</summary>
internal sealed class ConnectionLimits(IOptions<WebOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    private const int MostConnections = 20_000;
    /// <summary>What the service itself has open: libraries, the log, its stores, the connections to ClickHouse and Redis; and some more.</summary>
    private const int OwnFiles = 512;

    private const string OpenFiles = "Max open files";

    /// <inheritdoc />
    public void Configure(KestrelServerOptions kestrel)
    {
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.Value.MaxConnections ?? Connections(ProcessLimits());
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        // The endpoints' own limits are lower, and say which option they are; this one holds where there is none.
        limits.MaxRequestBodySize = 30_000_000;
    }

    /// <summary>How many connections a process may hold that has these limits.</summary>
    /// <param name="processLimits">Text of <c>/proc/self/limits</c>; empty where there is none.</param>
    internal static int Connections(string processLimits)
    {
        foreach (var line in processLimits.Split('\n'))
        {
            // The soft limit; the runtime has raised it to the hard one.
            if (line.StartsWith(OpenFiles, StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(OpenFiles.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture, out var files))
                return Math.Clamp(Math.Max(files - OwnFiles, files / 4), 1, MostConnections);
        }

        return MostConnections;
    }

    private static string ProcessLimits() => File.Exists("/proc/self/limits") ? File.ReadAllText("/proc/self/limits") : "";
}
