using System.Globalization;

namespace Orleans.Ingest.Drivers;

/// <summary>A process' metrics, read where Prometheus scrapes them.</summary>
public sealed class ScrapedMetrics(int port)
{
    private readonly Uri _address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/metrics"));

    /// <summary>The setting that makes a process answer there.</summary>
    public (string Key, string Value) Setting => ("Ingest__Metrics__Port", port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sums by name, over all labels.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ReadAsync()
    {
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(_address)).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '));
        return lines.GroupBy(parts => parts[0].Split('{')[0]).ToDictionary(same => same.Key, same => same.Sum(parts => double.Parse(parts[1], CultureInfo.InvariantCulture)));
    }
}
