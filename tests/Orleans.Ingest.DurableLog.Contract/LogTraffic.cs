using System.Globalization;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>Sessions that append and a writer that inserts, and what must be true of them in the end.</summary>
public sealed class LogTraffic(LogUnderTest log)
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly Lock _gate = new();
    private ulong _version;
    private volatile bool _lostAnswers;

    public WrittenTables Tables { get; } = new();

    public List<string> Acknowledged { get; } = [];

    public List<string> Sent { get; } = [];

    /// <summary>Appends as a session's grain does: on the durable snapshot.</summary>
    public async Task<ChunkOutcome> AppendAsync(ulong key, bool wrongVersion = false)
    {
        ulong known;
        try
        {
            known = wrongVersion ? ulong.MaxValue : VersionOf(await log.SnapshotAsync(key));
        }
        catch (LogUnavailableException)
        {
            return ChunkOutcome.Unknown;
        }

        var chunk = Chunk(key, Interlocked.Increment(ref _version), known, born: log.Time.GetUtcNow());
        lock (_gate) Sent.Add(Text(chunk.Payload));
        var outcome = await log.AppendAsync(chunk);
        Assert.False(wrongVersion && outcome == ChunkOutcome.Appended);
        // An append whose answer was lost can still take place, and refuse the one that was built without it.
        Assert.False(!wrongVersion && outcome == ChunkOutcome.Stale && !_lostAnswers, "refused though it built on the newest snapshot");
        if (outcome == ChunkOutcome.Unknown) _lostAnswers = true;
        if (outcome != ChunkOutcome.Appended) return outcome;
        lock (_gate) Acknowledged.Add(Text(chunk.Payload));
        return outcome;
    }

    /// <summary>Inserts and commits the next group; false when none is ripe.</summary>
    public async Task<bool> WriteGroupAsync()
    {
        if (await log.Log.ClaimGroupAsync(0, _none) is not { } group) return false;
        var contents = (await log.Log.ReadGroupAsync(group, _none))!;
        if (!contents.TablesVerified)
        {
            var lowest = await log.Log.LowestUnwrittenAsync(0, _none);
            Assert.True(Tables.Highest < lowest, "the log takes its own rows for a foreign log's");
            await log.Log.TablesVerifiedAsync(0, lowest, _none);
        }

        Tables.Insert(group, contents);
        await log.Log.CommitAsync(group, _none);
        return true;
    }

    public async Task WriteAllAsync()
    {
        await log.Log.RipenAsync(0, _none);
        while (await WriteGroupAsync())
        {
        }
    }

    /// <summary>Every acknowledged row is there, none twice, and each session's snapshot is that of its newest row.</summary>
    /// <param name="elsewhere">Rows that were set aside.</param>
    public async Task CheckAsync(params string[] elsewhere)
    {
        string[] rows = [.. Tables.Rows, .. elsewhere];
        Assert.Equal(rows.Distinct(), rows);
        Assert.Empty(Acknowledged.Except(rows));
        // What was not acknowledged may be there (a kill fell between sync and answer), but then the session's snapshot says so.
        foreach (var key in Sent.Select(KeyOf).Distinct())
        {
            Assert.Equal(rows.Where(row => KeyOf(row) == key).Select(VersionOf).DefaultIfEmpty().Max(), VersionOf(await log.SnapshotAsync(key)));
        }
    }

    private static ulong KeyOf(string row) => ulong.Parse(row.Split(' ')[2], CultureInfo.InvariantCulture);

    private static ulong VersionOf(string? text) => text is null ? 0 : ulong.Parse(text[(text.LastIndexOf('v') + 1)..], CultureInfo.InvariantCulture);
}
