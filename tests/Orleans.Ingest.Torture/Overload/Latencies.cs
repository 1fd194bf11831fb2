using System.Globalization;

namespace Orleans.Ingest.Torture.Overload;

/// <summary>How long answers of one kind took.</summary>
public sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<double> _seconds = [];

    /// <summary>How many there were.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _seconds.Count;
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan latency)
    {
        lock (_lock) _seconds.Add(latency.TotalSeconds);
    }

    /// <summary>The time that a share of them did not exceed.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan At(double share)
    {
        lock (_lock)
        {
            if (_seconds.Count == 0) return TimeSpan.Zero;
            _seconds.Sort();
            return TimeSpan.FromSeconds(_seconds[(int)Math.Min(_seconds.Count - 1, share * _seconds.Count)]);
        }
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count,9}   p50 {At(0.5).TotalMilliseconds:0} ms, p99 {At(0.99).TotalMilliseconds:0} ms, longest {At(1).TotalMilliseconds:0} ms");
}
