namespace Orleans.Ingest.Contracts.Live;

/// <summary>
/// Hands what front ends publish on to those that have a console open. There is one, with the key <see cref="LiveChannel.Key"/>; it keeps nothing, so that its
/// death costs a console a second.
/// </summary>
[Alias("ingest.ILiveFeedGrain")]
public interface ILiveFeedGrain : IGrainWithStringKey
{
    /// <summary>
    /// When its task completes, the observer is told of everything that is published during the next <see cref="WatchLease.Duration"/>; a watcher calls again before that is over.
    /// </summary>
    [Alias("WatchAsync")]
    ValueTask WatchAsync(ILiveObserver observer);

    /// <summary>When its task completes, the observer is told of nothing more.</summary>
    [Alias("UnwatchAsync")]
    ValueTask UnwatchAsync(ILiveObserver observer);

    /// <summary>How long anybody still watches; zero when nobody does, and nothing need be gathered.</summary>
    [Alias("GetWatchedForAsync")]
    ValueTask<TimeSpan> GetWatchedForAsync();
}
