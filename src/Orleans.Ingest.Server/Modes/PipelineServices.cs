using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Adds the pipeline with the data that the configuration names.</summary>
internal static class PipelineServices
{
    /// <summary>Adds <see cref="EventPipeline"/>; its data is read at start, not at the first event.</summary>
    public static void AddPipeline(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var web = provider.GetRequiredService<IOptions<WebOptions>>().Value;
            var spam = web.ReferrerSpamFile is { Length: > 0 } path ? ReferrerSpamList.FromLines(File.ReadLines(path)) : ReferrerSpamList.CreateDefault();
            var rates = provider.GetRequiredService<IConfiguration>().GetSection("Ingest:Revenue:Rates").Get<Dictionary<string, decimal>>() ?? [];
            return new EventPipeline(
                UserAgentParser.CreateDefault(), SourceResolver.CreateDefault(), spam,
                provider.GetRequiredService<IGeoLocator>(), new RevenueRates(rates), web.VerificationAgent ?? "");
        });
    }
}
