using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>
/// Counts drops until the next append takes them along. A drop's answer does not wait for that: a kill can lose the last
/// milliseconds of drop counts, never a stored event.
/// </summary>
internal sealed class DropCounters
{
    /// <summary>Unknown domains are an attacker's choice: this many an hour are counted by name, the others under <see cref="Other"/>.</summary>
    public const int MaxUnknownDomains = 1000;

    /// <summary>Stands for the unknown domains beyond <see cref="MaxUnknownDomains"/>.</summary>
    public const string Other = "(other)";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _unknown = [];
    private DateTime _hour;
    private DropCounts _counts = [];

    /// <summary>True when nothing has been counted since the last <see cref="Take"/>.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _counts.Count == 0;
        }
    }

    /// <summary>Counts drops of a kind. True when it is the first since the last <see cref="Take"/>.</summary>
    public bool Add(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion, ulong drops = 1)
    {
        var minute = new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        lock (_gate)
        {
            var wasEmpty = _counts.Count == 0;
            var count = new DropCount(minute, reason, siteId, siteId is null ? Bounded(minute, domain) : domain, scriptVersion);
            _counts[count] = _counts.GetValueOrDefault(count) + drops;
            return wasEmpty;
        }
    }

    /// <summary>Takes all counts; null when there are none.</summary>
    public DropCounts? Take()
    {
        lock (_gate)
        {
            if (_counts.Count == 0) return null;
            var taken = _counts;
            _counts = [];
            return taken;
        }
    }

    /// <summary>Gives back what could not be appended.</summary>
    public void Return(DropCounts counts)
    {
        lock (_gate)
        {
            foreach (var (count, value) in counts) _counts[count] = _counts.GetValueOrDefault(count) + value;
        }
    }

    private string Bounded(DateTime minute, string domain)
    {
        var hour = minute.AddMinutes(-minute.Minute);
        if (hour != _hour)
        {
            _hour = hour;
            _unknown.Clear();
        }

        if (_unknown.Contains(domain)) return domain;
        if (_unknown.Count >= MaxUnknownDomains) return Other;
        _unknown.Add(domain);
        return domain;
    }
}
