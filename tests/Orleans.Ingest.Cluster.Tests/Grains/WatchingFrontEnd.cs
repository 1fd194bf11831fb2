using System.Collections.Concurrent;
using Orleans.Ingest.Contracts.Live;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A front end with a console open; it can be made to hang.</summary>
internal sealed class WatchingFrontEnd(Task? hang = null) : ILiveObserver
{
    public ConcurrentQueue<LiveReport> Heard { get; } = new();

    /// <summary>What front ends reported, without the log's.</summary>
    public IEnumerable<string> Sources => Heard.Where(report => report.Log is null).Select(report => report.Source);

    public async Task OnReportAsync(LiveReport report)
    {
        Heard.Enqueue(report);
        if (hang is not null) await hang;
    }
}
