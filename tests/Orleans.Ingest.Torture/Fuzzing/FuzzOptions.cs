namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>How a fuzz run goes.</summary>
public sealed record FuzzOptions
{
    /// <summary>Requests to send in all.</summary>
    public int Requests { get; init; } = 1_000_000;

    /// <summary>Connections that send at the same time.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Decides every request, with its number.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Names of the ways in to send to; empty for all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The number of the one request to send and to show, which repeats a finding; null for all.</summary>
    public int? Only { get; init; }

    /// <summary>How long an answer may take before the request counts as hanging.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
