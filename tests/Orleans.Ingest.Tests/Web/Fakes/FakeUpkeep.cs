using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Writes down what is to be deleted or decided again.</summary>
public sealed class FakeUpkeep(TimeProvider time) : IUpkeepGrain
{
    public List<DataDeletion> Deletions { get; } = [];

    public List<Redecision> Redecisions { get; } = [];

    public Task<DataDeletion> DeleteAsync(DataSelection selection)
    {
        Deletions.Add(new() { Id = Deletions.Count + 1, Selection = selection, RequestedAt = time.GetUtcNow().UtcDateTime });
        return Task.FromResult(Deletions[^1]);
    }

    public Task<ImmutableArray<DataDeletion>> ListAsync(ulong siteId) =>
        Task.FromResult<ImmutableArray<DataDeletion>>([.. Deletions.Where(deletion => deletion.Selection.SiteId == siteId).Reverse()]);

    public Task<Redecision?> RedecideAsync(RedecisionRequest request)
    {
        Redecisions.Add(new()
        {
            Id = Redecisions.Count + 1, Site = request.Site, Since = time.GetUtcNow().UtcDateTime.AddHours(-request.Hours), Released = request.Released, RequestedAt = time.GetUtcNow().UtcDateTime,
        });
        return Task.FromResult<Redecision?>(Redecisions[^1]);
    }

    public Task<ImmutableArray<Redecision>> RedecisionsAsync(ulong siteId) =>
        Task.FromResult<ImmutableArray<Redecision>>([.. Redecisions.Where(redecision => redecision.Site.Id == siteId).Reverse()]);

    public Task LateEventsAsync() => Task.CompletedTask;

    public Task WakeAsync() => Task.CompletedTask;
}
