using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>A query's result and the format it is written in.</summary>
internal sealed record QueryOutcome(ChdbResult Result, string Format) : IDisposable
{
    public void Dispose() => Result.Dispose();
}
