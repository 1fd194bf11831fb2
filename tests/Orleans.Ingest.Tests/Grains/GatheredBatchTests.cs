using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.Grains.Batching;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class GatheredBatchTests
{
    [Fact]
    public void A_batch_without_a_sampled_request_carries_nothing()
    {
        var batch = new GatheredBatch();
        batch.Add(Chunks.Chunk(key: 1, version: 1), new Waiter(), traces: null);
        Assert.Null(batch.Traces);
    }

    [Fact]
    public void No_more_than_32_sampled_requests_are_followed_however_many_one_visitor_sends()
    {
        var batch = new GatheredBatch();
        batch.Add(Chunks.Chunk(key: 1, version: 1), new Waiter(), [.. Contexts(20)]);
        batch.Add(Chunks.Chunk(key: 2, version: 1), new Waiter(), [.. Contexts(1000)]);
        batch.Add(Chunks.Chunk(key: 3, version: 1), new Waiter(), [.. Contexts(1)]);
        Assert.Equal(Contexts(20).Concat(Contexts(12)), batch.Traces);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public async Task Every_owner_is_told_of_its_own_chunk(int count)
    {
        var batch = new GatheredBatch();
        var owners = Enumerable.Range(1, count).Select(i => (Chunk: Chunks.Chunk(key: (ulong)i, version: 1), Owner: new Waiter())).ToList();
        foreach (var (chunk, owner) in owners) batch.Add(chunk, owner, traces: null);
        Assert.All(owners, one => Assert.False(one.Owner.Told.IsCompleted));
        batch.Complete();
        foreach (var (chunk, owner) in owners) Assert.Same(chunk, await owner.Told.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_memory_of_chunks_is_given_back_when_nobody_can_be_sending_it_any_more()
    {
        var batch = new GatheredBatch();
        var chunks = Enum.GetValues<ChunkOutcome>().Select((outcome, i) => (Outcome: outcome, Chunk: Chunks.Rented(Chunks.Chunk(key: (ulong)i, version: 1), out _))).ToList();
        foreach (var (_, chunk) in chunks) batch.Add(chunk, new Waiter(), traces: null);
        foreach (var (outcome, chunk) in chunks) chunk.Outcome = outcome;
        batch.Complete();
        Assert.Equal([ChunkOutcome.Unknown], chunks.Where(one => !one.Chunk.Payload.IsEmpty && !one.Chunk.Snapshot.IsEmpty).Select(one => one.Outcome));
    }

    private static IEnumerable<string> Contexts(int count) => Enumerable.Range(0, count).Select(i => $"context {i}");
}
