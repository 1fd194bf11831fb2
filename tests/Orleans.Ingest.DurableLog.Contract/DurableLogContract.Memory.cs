using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.DurableLog.Contract;

public abstract partial class DurableLogContract
{
    [Fact]
    public async Task The_memory_of_chunks_is_their_makers_again_after_the_append()
    {
        await using var log = Start();
        foreach (var version in new ulong[] { 10, 11, 12 })
        {
            var chunk = Rented(Chunk(key: 1, version, buildsOn: version == 10 ? 0 : version - 1, payload: version == 11 ? "short" : null), out var memory);
            await log.AppendAsync(chunk);
            memory.AsSpan().Fill((byte)'#');
            chunk.GiveBack();
            Assert.True(chunk.Payload.IsEmpty && chunk.Snapshot.IsEmpty);
            Assert.Equal($"snapshot of 1 v{version}", await log.SnapshotAsync(1));
        }

        Assert.Equal(["rows of 1 v10", "short", "rows of 1 v12"], await log.DrainAsync());
        await log.KillAndReopenAsync();
        Assert.Equal("snapshot of 1 v12", await log.SnapshotAsync(1));
    }

    [Fact]
    public void The_memory_of_a_chunk_whose_outcome_is_not_known_is_not_given_back()
    {
        var chunk = Rented(Chunk(key: 1, version: 10), out _);
        chunk.GiveBack();
        Assert.Equal(("rows of 1 v10", "snapshot of 1 v10"), (Text(chunk.Payload), Text(chunk.Snapshot)));
    }
}
