using System.Net;

namespace Orleans.Ingest.Web.Access;

/// <summary>
/// Slows down whoever tries keys: after some wrong ones an address waits a minute. Addresses are in memory alone, and no longer than that.
/// </summary>
internal sealed class FailedLogIns(TimeProvider time)
{
    /// <summary>Wrong keys of an address in a minute.</summary>
    public const int MaxOfAddress = 10;

    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _failures = [];
    private long _began = time.GetTimestamp();

    /// <summary>Whether an address must wait.</summary>
    public bool MustWait(IPAddress? address)
    {
        lock (_gate)
        {
            BeginAnew();
            return _failures.GetValueOrDefault(Network(address)) >= MaxOfAddress;
        }
    }

    /// <summary>Counts a wrong key.</summary>
    public void Add(IPAddress? address)
    {
        lock (_gate)
        {
            BeginAnew();
            // That many at once are one who has many: they share a count.
            var network = _failures.Count < MaxAddresses ? Network(address) : IPAddress.None;
            _failures[network] = _failures.GetValueOrDefault(network) + 1;
        }
    }

    private void BeginAnew()
    {
        if (time.GetElapsedTime(_began) < Window) return;
        _began = time.GetTimestamp();
        _failures.Clear();
    }

    // Of IPv6, everyone has 64 bits to choose from.
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16) bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
