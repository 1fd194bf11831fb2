using System.Net;
using System.Net.Sockets;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Finds a port for what only this process uses.</summary>
internal static class FreePort
{
    /// <summary>A loopback port that was free a moment ago.</summary>
    public static int Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
