using HdrHistogram;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>What a run of the generator saw.</summary>
/// <param name="Accepted">Answers 202.</param>
/// <param name="Others">Other answers.</param>
/// <param name="Elapsed">Of the run.</param>
/// <param name="Latency">From when a request was due to its answer, in microseconds.</param>
internal sealed record LoadResult(long Accepted, long Others, TimeSpan Elapsed, LongHistogram Latency)
{
    /// <summary>Accepted events a second.</summary>
    public double Rate => Accepted / Elapsed.TotalSeconds;

    /// <summary>The latency that so many percent of the requests stay below.</summary>
    public TimeSpan Percentile(double percent) => TimeSpan.FromMicroseconds(Latency.GetValueAtPercentile(percent));
}
