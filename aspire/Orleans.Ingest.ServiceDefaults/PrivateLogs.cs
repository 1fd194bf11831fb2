using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>Keeps visitors out of the log, whatever level somebody who looks for a fault has set.</summary>
internal static class PrivateLogs
{
    /// <summary>Of a request that is no HTTP, Kestrel quotes at level Debug the line that it cannot read: an address or an agent, as likely as not.</summary>
    private const string Quoting = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    // A rule for one provider goes before those for all, however exact they are.
    private static readonly string?[] _providers = [null, "Console", "Debug", "EventSource", "EventLog", "OpenTelemetry"];

    /// <summary>Silences what quotes requests: after all configuration, for of two rules that are equally exact the last one holds.</summary>
    public static void KeepLogsPrivate(this IHostApplicationBuilder builder) => builder.Services.PostConfigure<LoggerFilterOptions>(options =>
    {
        foreach (var provider in _providers) options.Rules.Add(new(provider, Quoting, LogLevel.None, null));
    });
}
