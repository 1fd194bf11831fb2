using Orleans.Ingest.Pipeline.Enrichment.Geo;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Adds the geolocation file that the configuration names.</summary>
internal static partial class GeoServices
{
    /// <summary>Adds <see cref="IGeoLocator"/>; the file is read at start, and again when it changes.</summary>
    public static void AddGeo(this IServiceCollection services, string? path) => services.AddSingleton<IGeoLocator>(provider =>
    {
        if (string.IsNullOrEmpty(path)) return new NoGeoLocator();
        var file = Open(path, provider.GetRequiredService<TimeProvider>());
        var logger = provider.GetRequiredService<ILogger<MaxMindGeoLocator>>();
        file.Reloaded += (_, reload) =>
        {
            if (reload.Error is { } error) Log.NotReloaded(logger, path, error.Message);
            else Log.Reloaded(logger, path, reload.BuiltAt);
        };
        return file;
    });

    private static MaxMindGeoLocator Open(string path, TimeProvider time)
    {
        try
        {
            return new(path, time);
        }
        catch (MaxMind.Db.InvalidDatabaseException error)
        {
            throw new InvalidDataException($"Ingest:GeoDatabase is '{path}', which is no MaxMind database ({error.Message}): download it again, or leave the key out.", error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The geolocation file {Path} has changed; the one built at {BuiltAt:u} is in use.")]
        public static partial void Reloaded(ILogger logger, string path, DateTime builtAt);

        [LoggerMessage(2, LogLevel.Warning, "The geolocation file {Path} has changed but cannot be used; the one before stays in use. {Reason}")]
        public static partial void NotReloaded(ILogger logger, string path, string reason);
    }
}
