using System.Globalization;
using System.Net;

namespace Orleans.Ingest.Drivers;

/// <summary>Where a process and its children listen, as Linux knows it.</summary>
public static class ListeningSockets
{
    private const string Listening = "0A";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IPEndPoint> Of(int process)
    {
        var inodes = Family(process).SelectMany(Sockets).ToHashSet();
        return [.. from table in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
                   where File.Exists(table)
                   from line in File.ReadLines(table).Skip(1)
                   let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                   where fields[3] == Listening && inodes.Contains(fields[9])
                   select EndPoint(fields[1])];
    }

    // A child belongs to the thread that has started it.
    private static IEnumerable<int> Family(int process) =>
        Directory.EnumerateDirectories($"/proc/{process}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
            .Prepend(process);

    private static IEnumerable<string> Sockets(int process) =>
        from file in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd")
        let target = new FileInfo(file).LinkTarget
        where target?.StartsWith("socket:[", StringComparison.Ordinal) is true
        select target["socket:[".Length..^1];

    /// <summary>Four bytes at a time, each in the machine's order.</summary>
    private static IPEndPoint EndPoint(string text)
    {
        var parts = text.Split(':');
        var bytes = Convert.FromHexString(parts[0]);
        for (var i = 0; i < bytes.Length; i += 4) Array.Reverse(bytes, i, 4);
        return new(new IPAddress(bytes), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
