using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Adds the lists of addresses that the configuration names.</summary>
internal static partial class IpListServices
{
    /// <summary>Adds <see cref="IIpClassifier"/>; the files are read at start, and again when they change.</summary>
    public static void AddIpLists(this IServiceCollection services, IpListSettings files) => services.AddSingleton<IIpClassifier>(provider =>
    {
        var lists = new IpListFiles(files.Datacentre, files.Threat, files.AnonymousVpn, provider.GetRequiredService<TimeProvider>());
        var logger = provider.GetRequiredService<ILogger<IpListFiles>>();
        lists.Reloaded += (_, reload) =>
        {
            if (reload.Error is { } error) Log.NotReloaded(logger, reload.Path, error.Message);
            else Log.Reloaded(logger, reload.Path);
        };
        return lists;
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The list {Path} has changed and is in use.")]
        public static partial void Reloaded(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "The list {Path} has changed but cannot be used; the one before stays in use. {Reason}")]
        public static partial void NotReloaded(ILogger logger, string path, string reason);
    }
}
