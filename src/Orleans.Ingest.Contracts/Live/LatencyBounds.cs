using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Live;

/// <summary>The steps in which the console counts how long events took.</summary>
public static class LatencyBounds
{
    /// <summary>Upper bounds in milliseconds.</summary>
    public static readonly ImmutableArray<double> Milliseconds = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1000, 2000, 5000, 10_000];

    /// <summary>The step of a duration.</summary>
    public static int StepOf(TimeSpan duration)
    {
        var (milliseconds, step) = (duration.TotalMilliseconds, 0);
        while (step < Milliseconds.Length && milliseconds > Milliseconds[step]) step++;
        return step;
    }
}
