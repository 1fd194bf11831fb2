using Microsoft.Extensions.Options;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Listens on the addresses that <c>Ingest:AdminUrls</c> adds.</summary>
internal static class AdminUrls
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Adds them beside what is configured, in whichever of the three ways that is.</summary>
    /// <exception cref="OptionsValidationException">One has the port of another address, where events come in.</exception>
    public static void UseAdminUrls(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var admin = Split(configuration[$"{WebOptions.Section}:{nameof(WebOptions.AdminUrls)}"], ';', ',');
        // What is no address is refused with all other options, when the program starts.
        if (admin.Length == 0 || Array.Exists(admin, url => PortOf(url) is null)) return;
        if (configuration.GetSection(Endpoints).Exists())
        {
            configuration.AddInMemoryCollection(admin.Select((url, i) => KeyValuePair.Create($"{Endpoints}:IngestAdmin{i}:Url", (string?)url)));
            return;
        }

        string[] others =
        [
            .. Split(configuration["urls"], ';'),
            .. Split(configuration["http_ports"], ';').Select(port => $"http://*:{port}"),
            .. Split(configuration["https_ports"], ';').Select(port => $"https://*:{port}"),
        ];
        var ports = others.Select(PortOf).ToHashSet();
        if (Array.Find(admin, url => ports.Contains(PortOf(url))) is { } shared)
            throw new OptionsValidationException(WebOptions.Section, typeof(WebOptions), [$"Ingest:AdminUrls has '{shared}' in it, whose port takes events as well: give the console a port of its own."]);
        builder.WebHost.UseUrls([.. others, .. admin]);
    }

    private static int? PortOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url).Port;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string[] Split(string? text, params char[] separators) => (text ?? "").Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
