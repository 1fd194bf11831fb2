namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>Which day, and where it is played.</summary>
public sealed record DayOptions
{
    /// <summary>Events of the day, about.</summary>
    public int Events { get; init; } = 300_000;

    /// <summary>Decides everything about the day, its other order, and what is struck when.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Only these plays (cluster, struck, shuffled); empty for all. The first one is always played: the others are compared with it.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Blows that fall on the cluster while the day is played.</summary>
    public int Blows { get; init; } = 8;

    /// <summary>Events of a request.</summary>
    public int Batch { get; init; } = 2000;

    /// <summary>How long one request may be tried again, and the tables may take to settle.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);
}
