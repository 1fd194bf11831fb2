namespace Orleans.Ingest.Torture.Overload;

/// <summary>How an overload run goes.</summary>
public sealed record OverloadOptions
{
    /// <summary>How many times more than the service can take is offered.</summary>
    public double Factor { get; init; } = 10;

    /// <summary>For how long.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long what it can take is measured before.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections that may wait for an answer at once; what comes beyond them finds no connection, as behind a proxy.</summary>
    public int Connections { get; init; } = 8_000;

    /// <summary>Connections that are open and send nothing all the time.</summary>
    public int Idle { get; init; } = 2_000;

    /// <summary>The longest that the slowest hundredth of accepted requests may have waited.</summary>
    public TimeSpan Bound { get; init; } = TimeSpan.FromSeconds(15);
}
