using System.Collections.Immutable;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>Which sites exist, under which domains. Never changed in place: each change is a new state.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteDirectoryState")]
internal sealed record SiteDirectoryState
{
    /// <summary>The id that the next new site gets.</summary>
    [Id(0)] public ulong NextId { get; init; } = 1;
    /// <summary>Id by domain, in the order of creation.</summary>
    [Id(1)] public List<KeyValuePair<string, ulong>> Sites { get; init; } = [];
    /// <summary>Domains that sites had before.</summary>
    [Id(2)] public ImmutableArray<FormerDomain> Former { get; init; } = [];
    /// <summary>What must be done before anything else; null when all grains agree with this state.</summary>
    [Id(3)] public UnfinishedChange? Unfinished { get; init; }

    /// <summary>The site of a domain; null when none has it now.</summary>
    public ulong? IdOf(string domain) => Sites.Find(pair => pair.Key == domain) is { Key: not null, Value: var id } ? id : null;

    /// <summary>The domain of a site; null when it does not exist.</summary>
    public string? DomainOf(ulong id) => Sites.Find(pair => pair.Value == id).Key;

    /// <summary>The site that had this domain and for which it is still accepted; null when there is none.</summary>
    public FormerDomain? FormerOf(string domain, DateTime now) => Former.FirstOrDefault(former => former.Domain == domain && former.Until > now);

    /// <summary>With a new site, whose id is the next one or a greater one.</summary>
    public SiteDirectoryState Added(string domain, ulong id, DateTime now) =>
        this with { NextId = id + 1, Sites = [.. Sites, new(domain, id)], Former = Alive(now) };

    /// <summary>With the new domain in the place of the old one, which is accepted for a while; to be finished.</summary>
    public SiteDirectoryState Renamed(string domain, string renamed, DateTime now, DateTime until)
    {
        var id = Sites.Find(pair => pair.Key == domain).Value;
        return this with
        {
            Sites = [.. Sites.Select(pair => pair.Key == domain ? new(renamed, id) : pair)],
            Former = [.. Alive(now).Where(former => former.Domain != renamed), new FormerDomain(domain, id, until)],
            Unfinished = new(id, [domain, renamed]),
        };
    }

    /// <summary>Without a site and all domains that it had; to be finished.</summary>
    public SiteDirectoryState Deleted(string domain, DateTime now)
    {
        var id = Sites.Find(pair => pair.Key == domain).Value;
        return this with
        {
            Sites = [.. Sites.Where(pair => pair.Key != domain)],
            Former = [.. Alive(now).Where(former => former.SiteId != id)],
            Unfinished = new(id, [domain, .. Alive(now).Where(former => former.SiteId == id).Select(former => former.Domain)]),
        };
    }

    private ImmutableArray<FormerDomain> Alive(DateTime now) => Former.RemoveAll(former => former.Until <= now);
}
