namespace Orleans.Ingest.Server.Modes;

/// <summary>The address where nothing says another.</summary>
internal static class DefaultUrl
{
    private const string Url = "http://127.0.0.1:8080";

    /// <summary>ASP.NET lets a URL set in code win over ports set by an orchestrator, so the default is set only where neither URL nor port is configured.</summary>
    public static void UseDefaultUrl(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        string[] keys = ["urls", "http_ports", "https_ports"];
        if (Array.Exists(keys, key => !string.IsNullOrEmpty(configuration[key])) || configuration.GetSection("Kestrel:Endpoints").Exists()) return;
        builder.WebHost.UseUrls(Url);
    }
}
