namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>How the comparison is run.</summary>
internal sealed record MacroOptions
{
    /// <summary>Alternations; at least 1.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Of one measurement.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before the first measurement of each: until then the compiler works.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>That send at a time.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Decides the traffic.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Settings of a second embedded service, to be compared with the first; empty for none.</summary>
    public IReadOnlyList<(string Key, string Value)> With { get; init; } = [];

    /// <summary>Without the cluster.</summary>
    public bool OnlyEmbedded { get; init; }
}
