namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>What came back.</summary>
/// <param name="Status">The status; 0 when the connection was closed without an answer.</param>
/// <param name="Headers">The header lines.</param>
/// <param name="Body">The body as text.</param>
public sealed record FuzzAnswer(int Status, string Headers, string Body)
{
    /// <summary>The connection ended without an answer.</summary>
    public static FuzzAnswer Closed { get; } = new(0, "", "");

    /// <summary>A header's value; null when it is not there.</summary>
    public string? Header(string name)
    {
        foreach (var line in Headers.Split("\r\n"))
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':') return line[(name.Length + 1)..].Trim();
        }

        return null;
    }
}
