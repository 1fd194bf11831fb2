using Orleans.Configuration;

namespace Orleans.Ingest.Server.Modes;

/// <summary>How soon silos find that one of them is dead or stands still: well within the time that an event is tried again, so that it costs visitors a wait, not an answer.</summary>
internal static class FailureDetection
{
    /// <summary>Probes that a silo must leave unanswered, one after the other.</summary>
    private const int MissedProbes = 3;

    /// <summary>
    /// A silo that has been silent for three seconds is voted dead, by two others where there are three or more and by the other one where there are two; a revived
    /// one reads that within two seconds, and ends.
    /// </summary>
    public static void FindTheDeadSoon(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        // Unless said, this is four times the above, and no vote is cast within so many of them since the last message: a silo would have 12 s.
        options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = MissedProbes;
        options.NumVotesForDeathDeclaration = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }
}
