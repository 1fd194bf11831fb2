using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>What is kept of changes to stored data. Never changed in place.</summary>
[GenerateSerializer, Immutable, Alias("ingest.UpkeepState")]
internal sealed record UpkeepState
{
    /// <summary>Finished deletions, and redecisions, that are still shown.</summary>
    private const int MostShown = 200;

    /// <summary>By their ids, the oldest first.</summary>
    [Id(0)] public ImmutableArray<DataDeletion> Deletions { get; init; } = [];
    /// <summary>The last day (UTC) on which a site's retention was looked at.</summary>
    [Id(1)] public ImmutableDictionary<ulong, DateOnly> Expired { get; init; } = ImmutableDictionary<ulong, DateOnly>.Empty;

    /// <summary>How far events that came late are in their visits.</summary>
    [Id(2)] public LateEventProgress LateEvents { get; init; } = LateEventProgress.None;

    /// <summary>What is decided again, by its ids, the oldest first.</summary>
    [Id(3)] public ImmutableArray<Redecision> Redecisions { get; init; } = [];

    /// <summary>The redecision to go on with; null when all are finished.</summary>
    public Redecision? UnfinishedRedecision => Redecisions.FirstOrDefault(redecision => !redecision.IsFinished);

    /// <summary>The deletion to go on with; null when all are finished.</summary>
    public DataDeletion? Unfinished => Deletions.FirstOrDefault(deletion => !deletion.IsFinished);

    /// <summary>With one more; the oldest finished ones are forgotten when they are many.</summary>
    public UpkeepState Added(DataDeletion deletion)
    {
        var tooMany = Deletions.Length + 1 - MostShown;
        var kept = tooMany <= 0 ? Deletions : Deletions.RemoveRange(Deletions.Where(known => known.IsFinished).Take(tooMany));
        return this with { Deletions = kept.Add(deletion) };
    }

    /// <summary>With one of them changed.</summary>
    public UpkeepState Changed(DataDeletion deletion) =>
        this with { Deletions = [.. Deletions.Select(known => known.Id == deletion.Id ? deletion : known)] };

    /// <summary>With one more redecision; the oldest finished ones are forgotten when they are many.</summary>
    public UpkeepState Added(Redecision redecision)
    {
        var tooMany = Redecisions.Length + 1 - MostShown;
        var kept = tooMany <= 0 ? Redecisions : Redecisions.RemoveRange(Redecisions.Where(known => known.IsFinished).Take(tooMany));
        return this with { Redecisions = kept.Add(redecision) };
    }

    /// <summary>With one of them changed.</summary>
    public UpkeepState Changed(Redecision redecision) =>
        this with { Redecisions = [.. Redecisions.Select(known => known.Id == redecision.Id ? redecision : known)] };
}
