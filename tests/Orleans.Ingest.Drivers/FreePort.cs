using System.Net;
using System.Net.Sockets;

namespace Orleans.Ingest.Drivers;

/// <summary>
/// Ports of loopback for programs that are started later, and started again. They lie below the range that systems take the ports of outgoing connections from: of
/// those, a connection of another process may have taken one by the time that its program listens.
/// </summary>
public static class FreePort
{
    private const int First = 12_000;
    private const int Count = 18_000;

    // Another run of tests on this machine begins elsewhere.
    private static int _last = Random.Shared.Next(Count);

    /// <summary>One that nobody listens on; never the same twice.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _last) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        // Every address: some of the programs listen on all of them.
        using var probe = new TcpListener(IPAddress.IPv6Any, port);
        probe.Server.DualMode = true;
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
