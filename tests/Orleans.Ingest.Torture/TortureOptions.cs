namespace Orleans.Ingest.Torture;

/// <summary>How hard, how long.</summary>
public sealed record TortureOptions
{
    /// <summary>Kills, one a round.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>Events a second.</summary>
    public int Rate { get; init; } = 2000;

    /// <summary>Requests under way at once, at most.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Addresses that visitors come from.</summary>
    public int Visitors { get; init; } = 2000;

    /// <summary>The longest time between a recovery and the next kill.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Who is killed; a round chooses one of them.</summary>
    public IReadOnlyList<Victim> Victims { get; init; } = [Victim.Service, Victim.ClickHouse, Victim.Both];

    /// <summary>Instead of rounds: how long ClickHouse is kept down.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>Decides what happens when; the same number gives the same order of kills.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a recovery and the last catching up may take before it counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}
