namespace Orleans.Ingest.Contracts.Live;

/// <summary>How long a console is watched unless its front end says so again: a front end that died is served, and gathered for, no longer than this.</summary>
public static class WatchLease
{
    /// <summary>Length of the lease.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    /// <summary>How often it is renewed, and how often those that do not watch ask whether anybody does.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);
}
