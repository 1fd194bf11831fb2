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
        batch.Add(Chunks.Chunk(key: 1, version: 1), traces: null);
        Assert.Null(batch.Traces);
    }

    [Fact]
    public void No_more_than_32_sampled_requests_are_followed_however_many_one_visitor_sends()
    {
        var batch = new GatheredBatch();
        batch.Add(Chunks.Chunk(key: 1, version: 1), [.. Contexts(20)]);
        batch.Add(Chunks.Chunk(key: 2, version: 1), [.. Contexts(1000)]);
        batch.Add(Chunks.Chunk(key: 3, version: 1), [.. Contexts(1)]);
        Assert.Equal(Contexts(20).Concat(Contexts(12)), batch.Traces);
    }

    private static IEnumerable<string> Contexts(int count) => Enumerable.Range(0, count).Select(i => $"context {i}");
}
