namespace Orleans.Ingest.Grains.Placement;

/// <summary>
/// The place of a session: the active silo that ranks highest for its id (rendezvous hashing: Thaler and Ravishankar, "Using name-based mappings to increase hit
/// rates", 1998). All silos with the same view of the cluster name the same one without asking each other; when one joins or leaves, only its own
/// share of the sessions moves.
/// </summary>
internal sealed class SessionPlaces(IClusterMembershipService membership)
{
    private View _view = new(null, []);

    /// <summary>Finds the place in the cluster as this silo knows it now.</summary>
    /// <param name="session">The session grain's id.</param>
    /// <returns>Null while no silo is known to be active.</returns>
    public GrainAddress? Find(GrainId session)
    {
        var view = Current;
        if (view.Silos.Length == 0) return null;
        return new() { GrainId = session, SiloAddress = Choose(session, view.Silos), MembershipVersion = view.Members!.Version };
    }

    /// <summary>True when a session's place is this silo.</summary>
    /// <param name="session">The session grain's id.</param>
    /// <param name="silo">The silo.</param>
    public bool IsAt(GrainId session, SiloAddress silo)
    {
        var silos = Current.Silos;
        return silos.Length > 0 && (silos.Length == 1 ? silos[0] : Choose(session, silos)).Equals(silo);
    }

    /// <summary>The one of these silos that ranks highest for a session; their order does not matter.</summary>
    /// <param name="session">The session grain's id.</param>
    /// <param name="silos">At least one.</param>
    public static SiloAddress Choose(GrainId session, ReadOnlySpan<SiloAddress> silos)
    {
        var hash = session.GetUniformHashCode();
        var best = silos[0];
        var rank = Rank(hash, best);
        foreach (var silo in silos[1..])
        {
            var other = Rank(hash, silo);
            // Equal ranks of two silos would make the choice depend on their order.
            if (other < rank || other == rank && silo.CompareTo(best) < 0) continue;
            (best, rank) = (silo, other);
        }

        return best;
    }

    private View Current
    {
        get
        {
            var members = membership.CurrentSnapshot;
            var view = _view;
            // Racing threads calculate the same.
            return ReferenceEquals(view.Members, members) ? view : _view = new(members, [.. members.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)]);
        }
    }

    /// <summary>MurmurHash3's finalizer over both hashes, so that each of their bits counts for each of the rank's.</summary>
    private static ulong Rank(uint session, SiloAddress silo)
    {
        var hash = (ulong)session << 32 | (uint)silo.GetConsistentHashCode();
        hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53;
        return hash ^ hash >> 33;
    }

    private sealed record View(ClusterMembershipSnapshot? Members, SiloAddress[] Silos);
}
