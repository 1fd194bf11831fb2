using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.DurableLog;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Names the grain below.</summary>
public interface ICommittingGrain : IGrainWithStringKey;

/// <summary>A subscriber as another program than the service would write one: it takes each group and commits it.</summary>
[ImplicitStreamSubscription("orders")]
internal sealed class CommittingGrain([FromKeyedServices("orders")] IDurableLog log) : Grain, ICommittingGrain, IStreamSubscriptionObserver, IAsyncObserver<FlushGroup>
{
    /// <summary>Positions of the chunks in committed groups.</summary>
    public static ConcurrentBag<ulong> Committed { get; } = [];

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<FlushGroup>().ResumeAsync(this);

    public async Task OnNextAsync(FlushGroup item, StreamSequenceToken? token = null)
    {
        if (await log.ReadGroupAsync(item, CancellationToken.None) is not { } contents) return;
        var positions = contents.Chunks.Select(chunk => chunk.FirstPosition).ToArray();
        await log.CommitAsync(item, CancellationToken.None);
        foreach (var position in positions) Committed.Add(position);
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task OnCompletedAsync() => Task.CompletedTask;
}
