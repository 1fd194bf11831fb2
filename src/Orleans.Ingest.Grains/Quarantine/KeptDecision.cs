using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Grains.Quarantine;

/// <summary>Decides again over kept events of a site, with the salts that its address rules are told by.</summary>
internal sealed class KeptDecision
{
    private readonly SitePolicy _site;
    private readonly ImmutableArray<DropReason> _released;
    private readonly Dictionary<DateOnly, ReadOnlyMemory<byte>> _salts;

    private KeptDecision(SitePolicy site, ImmutableArray<DropReason> released, ImmutableArray<DailySalt> salts) =>
        (_site, _released, _salts) = (site, released, salts.ToDictionary(salt => salt.Day, salt => salt.Key.AsMemory()));

    /// <summary>By a site's rules as they are now, without what is released by name.</summary>
    public static async Task<KeptDecision> OfAsync(SitePolicy site, ImmutableArray<DropReason> released, IGrainFactory grains) =>
        // Only address rules need salts.
        new(site, released, site.AddressRules.IsEmpty ? [] : await grains.GetGrain<ISaltGrain>(0).GetAsync());

    /// <summary>True when no rule drops the event any more.</summary>
    public bool Passes(DroppedEvent dropped) => KeptRules.Standing(dropped, _site, _released, _salts.GetValueOrDefault(DateOnly.FromDateTime(dropped.Event.Timestamp))).IsEmpty;
}
