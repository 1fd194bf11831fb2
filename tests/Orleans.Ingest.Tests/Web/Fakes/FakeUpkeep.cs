using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Writes down what is to be deleted.</summary>
public sealed class FakeUpkeep(TimeProvider time) : IUpkeepGrain
{
    public List<DataDeletion> Deletions { get; } = [];

    public Task<DataDeletion> DeleteAsync(DataSelection selection)
    {
        Deletions.Add(new() { Id = Deletions.Count + 1, Selection = selection, RequestedAt = time.GetUtcNow().UtcDateTime });
        return Task.FromResult(Deletions[^1]);
    }

    public Task<ImmutableArray<DataDeletion>> ListAsync(ulong siteId) =>
        Task.FromResult<ImmutableArray<DataDeletion>>([.. Deletions.Where(deletion => deletion.Selection.SiteId == siteId).Reverse()]);

    public Task LateEventsAsync() => Task.CompletedTask;

    public Task WakeAsync() => Task.CompletedTask;
}
