using System.Net;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Tests.Pipeline.Builders;

/// <summary>The pipeline with the data of the build, over a world in which 198.51.100.0/24 is in Germany and all else is unknown.</summary>
internal sealed class Pipelines : IGeoLocator
{
    public const string VerificationAgent = "Installation Check/1.0";
    public const string Chrome = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_4) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Safari/537.36";
    public static readonly VisitorSalts Salts = new(new byte[16], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });

    private static readonly UserAgentParser UserAgents = UserAgentParser.CreateDefault();
    private static readonly SourceResolver Sources = SourceResolver.CreateDefault();

    public Pipelines() => Pipeline = new(
        UserAgents, Sources, ReferrerSpamList.FromLines(["spam.example"]), this, new RevenueRates(new Dictionary<string, decimal>()), VerificationAgent);

    public EventPipeline Pipeline { get; }

    public int Lookups { get; private set; }

    public GeoInfo Locate(IPAddress address)
    {
        Lookups++;
        return address.ToString().StartsWith("198.51.100.", StringComparison.Ordinal) ? new("DE", "DE-BE", "", 2950159) : GeoInfo.Unknown;
    }

    public Decision Decide(IngestRequest request, SitePolicy? site = null, string domain = "example.com") =>
        Pipeline.Decide(request, site ?? Builders.Sites.With(), domain, Salts);

    public DropReason? Drop(IngestRequest request, SitePolicy site) => Decide(request, site).Drop;

    /// <summary>A pageview from an address in Germany by Chrome, and whatever members are given.</summary>
    public static IngestRequest Request(params (string Name, object? Value)[] members) =>
        From(context => context with { UserAgent = Chrome }, members);

    public static IngestRequest From(Func<Orleans.Ingest.Pipeline.Requests.RequestContext, Orleans.Ingest.Pipeline.Requests.RequestContext> context, params (string Name, object? Value)[] members)
    {
        var request = Parsing.Request(members);
        return request with { Context = context(request.Context with { UserAgent = Chrome }) };
    }
}
