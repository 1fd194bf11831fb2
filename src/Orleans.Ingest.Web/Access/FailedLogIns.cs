using System.Net;

namespace Orleans.Ingest.Web.Access;

/// <summary>
/// Slows down whoever tries keys, at the console or at the API: after some different wrong ones an address waits a minute. The same wrong key again is no try: a backend
/// whose key was revoked must not keep its neighbours out. Addresses are in memory alone, and no longer than that; so are hashes of the keys.
/// </summary>
internal sealed class FailedLogIns(TimeProvider time)
{
    /// <summary>Different wrong keys of an address in a minute.</summary>
    public const int MaxOfAddress = 10;

    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, HashSet<int>> _failures = [];
    private long _began = time.GetTimestamp();

    /// <summary>Whether an address must wait.</summary>
    public bool MustWait(IPAddress? address)
    {
        lock (_gate)
        {
            BeginAnew();
            return _failures.TryGetValue(CountedAs(address), out var keys) && keys.Count >= MaxOfAddress;
        }
    }

    /// <summary>Counts a wrong key.</summary>
    public void Add(IPAddress? address, string key)
    {
        lock (_gate)
        {
            BeginAnew();
            var counted = CountedAs(address);
            if (!_failures.TryGetValue(counted, out var keys)) _failures[counted] = keys = [];
            // Not more than count: each is a hash with a seed of this process.
            if (keys.Count < MaxOfAddress) keys.Add(key.GetHashCode(StringComparison.Ordinal));
        }
    }

    private void BeginAnew()
    {
        if (time.GetElapsedTime(_began) < Window) return;
        _began = time.GetTimestamp();
        _failures.Clear();
    }

    // That many at once are one who has many: the others share a count.
    private IPAddress CountedAs(IPAddress? address) => Network(address) is var network && (_failures.Count < MaxAddresses || _failures.ContainsKey(network)) ? network : IPAddress.None;

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
