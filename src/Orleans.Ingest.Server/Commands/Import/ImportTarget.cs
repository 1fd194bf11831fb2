using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Finds the service and its key: what the command line says, else what the service itself is configured with.</summary>
internal static class ImportTarget
{
    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>The address.</summary>
    /// <exception cref="ImportRefusedException">It is none.</exception>
    public static Uri ServiceOf(string? url, IConfiguration configuration)
    {
        var text = url ?? configuration["Ingest:AdminUrls"]?.Split(';', ',')[0] ?? configuration["Urls"]?.Split(';')[0] ?? (configuration["HTTP_PORTS"]?.Split(';')[0] is { Length: > 0 } port ? $"http://127.0.0.1:{port}" : DefaultUrl);
        // Where it listens on every address, this machine's own is one of them.
        text = text.Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var service) && service.Scheme is "http" or "https"
            ? service
            : throw new ImportRefusedException($"'{text}' is no address of a service: give --url, such as {DefaultUrl}.");
    }

    /// <summary>The key.</summary>
    /// <exception cref="ImportRefusedException">None is known.</exception>
    public static string KeyOf(string? key, IConfiguration configuration)
    {
        if (key is { Length: > 0 }) return key;
        if (configuration["Ingest:AdminKey"] is { Length: > 0 } configured) return configured;
        var kept = Path.Combine(configuration["Ingest:DataDirectory"] is { Length: > 0 } directory ? directory : new IngestOptions().DataDirectory, "admin-key");
        return File.Exists(kept) ? File.ReadAllText(kept).Trim() : throw new ImportRefusedException(
            $"No key is known: set Ingest__AdminKey in the environment, give --key, or run this where '{kept}' is (Ingest:DataDirectory).");
    }
}
