namespace Orleans.Ingest.Torture;

/// <summary>How hard, how long.</summary>
public sealed record TortureOptions
{
    /// <summary>Blows, one a round.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>Events a second.</summary>
    public int Rate { get; init; } = 2000;

    /// <summary>Requests under way at once, at most.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Addresses that visitors come from.</summary>
    public int Visitors { get; init; } = 2000;

    /// <summary>The longest time between a recovery and the next blow.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Only blows whose kind begins with one of these; empty for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Instead of rounds: how long ClickHouse is kept down.</summary>
    public TimeSpan? Outage { get; init; }

    /// <summary>Decides what happens when; the same number gives the same order of blows.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long a recovery and the last catching up may take before it counts as failed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);
}
