using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Web;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Server.Modes;

/// <summary>What takes events over HTTP, in every mode. The mode adds health, drop counter and a client of the grains.</summary>
internal static class FrontEnd
{
    /// <summary>Adds it.</summary>
    public static void AddFrontEnd(this WebApplicationBuilder builder, IngestOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var key = FirstStart.AdminKey.Load(options.AdminKey, options.DataDirectory);
        builder.Services.AddSingleton(key);
        builder.Services.AddSingleton<IAdminKey>(key);
        builder.Services.AddGeo(options.GeoDatabase);
        builder.Services.AddPipeline();
        builder.Services.AddIpLists(options.IpLists);
        builder.Services.AddIngestWeb();
    }
}
