using FsCheck.Xunit;
using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.Tests.DurableLog.Chunks;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The local log against a simple model, under random appends, claims, commits and kills.</summary>
public sealed class LocalDurableLogModelTests
{
    [Property(MaxTest = 150)]
    public async Task Every_acknowledged_row_is_handed_out_in_committed_groups_exactly_once(byte[] script)
    {
        await using var directory = new LogDirectory();
        var acknowledged = new List<string>();
        var committed = new List<string>();
        var versions = new Dictionary<ulong, ulong>();
        ulong next = 1;
        foreach (var step in script)
        {
            switch (step % 8)
            {
                case 0 or 1 or 2 or 3:
                    await AppendAsync((ulong)(step / 8 % 5), wrongVersion: step % 8 == 3);
                    break;
                case 4:
                    directory.Time.Advance(TimeSpan.FromMilliseconds(step * 10));
                    break;
                case 5:
                    await directory.Log.ClaimGroupAsync(0, CancellationToken.None);
                    break;
                case 6:
                    await CommitAsync();
                    break;
                default:
                    await directory.KillAsync();
                    if (step > 128) TearOpenSegment(directory.QueuePath, step);
                    directory.Reopen();
                    break;
            }
        }

        await directory.Log.RipenAsync(0, CancellationToken.None);
        while (await CommitAsync())
        {
        }

        Assert.Equal(acknowledged, committed);
        foreach (var (key, version) in versions) Assert.Equal($"snapshot of {key} v{version}", Text((await directory.Log.ReadSnapshotAsync(0, new(1, key), CancellationToken.None))!.Value));

        async Task AppendAsync(ulong key, bool wrongVersion)
        {
            var version = next++;
            var chunk = Chunk(key, version, wrongVersion ? 999_999 : versions.GetValueOrDefault(key), born: directory.Time.GetUtcNow());
            await directory.Log.AppendAsync(0, Batch(chunk), CancellationToken.None);
            Assert.Equal(wrongVersion ? ChunkOutcome.Stale : ChunkOutcome.Appended, chunk.Outcome);
            if (wrongVersion) return;
            versions[key] = version;
            acknowledged.Add($"{chunk.FirstPosition}: {Text(chunk.Payload)}");
        }

        async Task<bool> CommitAsync()
        {
            if (await directory.Log.ClaimGroupAsync(0, CancellationToken.None) is not { } group) return false;
            var contents = await directory.Log.ReadGroupAsync(group, CancellationToken.None);
            Assert.All(contents!.Chunks, chunk => Assert.InRange(chunk.FirstPosition, group.First, group.Last));
            committed.AddRange(contents.Chunks.Select(chunk => $"{chunk.FirstPosition}: {Text(chunk.Payload)}"));
            await directory.Log.CommitAsync(group, CancellationToken.None);
            return true;
        }
    }

    /// <summary>What a kill in the middle of a write leaves: some bytes of an entry that nobody was promised.</summary>
    private static void TearOpenSegment(string queuePath, byte seed)
    {
        var open = Directory.GetFiles(queuePath, "*.open").Order(StringComparer.Ordinal).Last();
        using var file = new FileStream(open, FileMode.Append);
        file.Write([(byte)(seed % 40), 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, seed]);
    }
}
