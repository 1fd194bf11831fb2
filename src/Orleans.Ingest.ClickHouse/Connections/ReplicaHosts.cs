using System.Globalization;
using ClickHouse.Driver.ADO;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>Takes a connection string with several hosts apart: <c>Host=a,b:8124;Port=8123</c> are two.</summary>
internal static class ReplicaHosts
{
    /// <summary>A connection string a host, in the order given.</summary>
    /// <exception cref="FormatException">A host has a port that is none, or there is no host.</exception>
    public static IReadOnlyList<string> Of(string connectionString)
    {
        var all = new ClickHouseConnectionStringBuilder(connectionString);
        var hosts = all.Host.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return hosts.Length switch
        {
            0 => throw new FormatException("There is no host."),
            1 when Parse(hosts[0]).Port is null => [connectionString],
            _ => [.. hosts.Select(host => One(connectionString, host))],
        };
    }

    private static string One(string connectionString, string text)
    {
        var (host, port) = Parse(text);
        var one = new ClickHouseConnectionStringBuilder(connectionString) { Host = host };
        if (port is { } own) one.Port = own;
        return one.ConnectionString;
    }

    /// <summary>A port follows the only colon, or the bracket that ends an IPv6 address.</summary>
    private static (string Host, ushort? Port) Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':', StringComparison.Ordinal) == colon);
        return hasPort ? (text[..colon], ushort.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture)) : (text, null);
    }
}
