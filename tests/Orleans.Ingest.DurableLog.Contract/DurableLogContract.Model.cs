using FsCheck.Xunit;
using Xunit;

namespace Orleans.Ingest.DurableLog.Contract;

/// <summary>Random runs: appends, claims, commits and kills in any order, and all at once.</summary>
public abstract partial class DurableLogContract
{
    [Property(MaxTest = 200)]
    public Task Every_acknowledged_row_comes_out_once_and_in_order_whatever_happens_when(byte[] script) => RunScriptAsync(Start(), script);

    /// <summary>A random run: each byte is a step.</summary>
    public static async Task RunScriptAsync(LogUnderTest log, byte[] script)
    {
        await using var _ = log;
        var traffic = new LogTraffic(log);
        foreach (var step in script)
        {
            try
            {
                var outcome = await StepAsync(log, traffic, step);
                if (outcome == ChunkOutcome.Unknown) await log.KillAndReopenAsync();
            }
            catch (IOException)
            {
                await log.KillAndReopenAsync();
            }
        }

        await log.KillAndReopenAsync();
        await traffic.WriteAllAsync();
        await traffic.CheckAsync();
        Assert.Equal(traffic.Acknowledged, traffic.Tables.Rows.Where(traffic.Acknowledged.Contains));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Appends_claims_and_commits_at_once_lose_and_double_nothing_over_kills(int seed)
    {
        var random = new Random(seed);
        await using var log = Start();
        var traffic = new LogTraffic(log);
        for (var process = 0; process < 8; process++)
        {
            await log.Log.RipenAsync(0, _none);
            log.EndAfter(random.Next(20, 400));
            using var appended = new CancellationTokenSource();
            var writer = Task.Run(() => WriteUntilAsync(traffic, appended.Token), _none);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(key => Task.Run(() => AppendManyAsync(traffic, (ulong)key), _none)));
            await appended.CancelAsync();
            await writer;
            await log.KillAndReopenAsync();
        }

        await traffic.WriteAllAsync();
        await traffic.CheckAsync();
        Assert.True(traffic.Acknowledged.Count > 50, $"{traffic.Acknowledged.Count} appends");
    }

    private static async Task<ChunkOutcome?> StepAsync(LogUnderTest log, LogTraffic traffic, byte step)
    {
        switch (step % 8)
        {
            case 0 or 1 or 2:
                return await traffic.AppendAsync((ulong)(step / 8 % 5));
            case 3:
                return await traffic.AppendAsync((ulong)(step / 8 % 5), wrongVersion: true);
            case 4:
                log.Time.Advance(TimeSpan.FromMilliseconds(step * 10));
                break;
            case 5:
                await log.Log.ClaimGroupAsync(0, _none);
                break;
            case 6:
                await traffic.WriteGroupAsync();
                break;
            case 7 when step > 128:
                log.EndAfter(step / 8 % 16);
                break;
            default:
                await log.KillAndReopenAsync();
                break;
        }

        return null;
    }

    private static async Task AppendManyAsync(LogTraffic traffic, ulong key)
    {
        for (var i = 0; i < 40; i++)
        {
            if (await traffic.AppendAsync(key) != ChunkOutcome.Appended) return;
        }
    }

    private static async Task WriteUntilAsync(LogTraffic traffic, CancellationToken stopped)
    {
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                if (!await traffic.WriteGroupAsync()) await Task.Yield();
            }
        }
        catch (IOException)
        {
            // This process has ended.
        }
    }
}
