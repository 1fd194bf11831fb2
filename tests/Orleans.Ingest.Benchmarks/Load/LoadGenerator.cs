using System.Diagnostics;
using HdrHistogram;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>Plays requests over many connections: as fast as answers come, or at a rate that does not wait for them.</summary>
internal sealed class LoadGenerator(IReadOnlyList<byte[]> requests, int connections)
{
    private const int AcceptedStatus = 202;
    private long _next;

    /// <summary>As fast as answers come.</summary>
    public Task<LoadResult> AtPeakAsync(Uri server, TimeSpan duration) => RunAsync(server, duration, rate: null);

    /// <summary>
    /// At a rate. A request is due when its turn comes, whether or not a connection is free for it, and its latency counts from then: a server that stalls
    /// is charged for everyone who would have come meanwhile.
    /// </summary>
    public Task<LoadResult> AtRateAsync(Uri server, TimeSpan duration, double rate) => RunAsync(server, duration, rate);

    private async Task<LoadResult> RunAsync(Uri server, TimeSpan duration, double? rate)
    {
        var opened = new LoadConnection[connections];
        for (var index = 0; index < connections; index++) await (opened[index] = new()).OpenAsync(server);
        var began = Stopwatch.GetTimestamp();
        var due = new DueTimes(began, rate);
        var workers = await Task.WhenAll(opened.Select(connection => Task.Run(() => WorkAsync(connection, began, duration, due))));
        var elapsed = Stopwatch.GetElapsedTime(began);
        var latency = Histogram();
        foreach (var worker in workers) latency.Add(worker.Latency);
        foreach (var connection in opened) connection.Dispose();
        return new(workers.Sum(worker => worker.Accepted), workers.Sum(worker => worker.Others), elapsed, latency);
    }

    private async Task<LoadResult> WorkAsync(LoadConnection connection, long began, TimeSpan duration, DueTimes due)
    {
        var (accepted, others, latency) = (0L, 0L, Histogram());
        while (true)
        {
            var turn = due.Next();
            if (Stopwatch.GetElapsedTime(began, turn) >= duration) break;
            await WaitUntilAsync(turn);
            var status = await connection.SendAsync(requests[(int)(Interlocked.Increment(ref _next) % requests.Count)]);
            if (status == AcceptedStatus) accepted++;
            else others++;
            latency.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(turn).TotalMicroseconds));
        }

        return new(accepted, others, duration, latency);
    }

    private static async ValueTask WaitUntilAsync(long turn)
    {
        while (Stopwatch.GetTimestamp() < turn)
        {
            // A timer's resolution is a millisecond; what it is late by counts as latency, for every server alike.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static LongHistogram Histogram() => new(TimeSpan.FromMinutes(5).Ticks / TimeSpan.TicksPerMicrosecond, numberOfSignificantValueDigits: 3);
}
