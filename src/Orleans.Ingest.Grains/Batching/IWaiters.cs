namespace Orleans.Ingest.Grains.Batching;

/// <summary>Those who wait for what became of a chunk.</summary>
internal interface IWaiters
{
    /// <summary>Tells them. They go on within this call, so no lock may be held; it must not throw.</summary>
    void Release();
}
