using Orleans.Concurrency;

namespace Orleans.Ingest.Contracts.Live;

/// <summary>A front end that has a console open.</summary>
[Alias("ingest.ILiveObserver")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>Takes what one member has gathered. Nobody waits for it: it must neither block nor fail.</summary>
    [Alias("OnReportAsync"), OneWay]
    Task OnReportAsync(LiveReport report);
}
