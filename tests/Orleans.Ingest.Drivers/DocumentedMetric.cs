using System.Text.RegularExpressions;

namespace Orleans.Ingest.Drivers;

/// <summary>A metric as docs/telemetry.md lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit, as UCUM writes it.</param>
/// <param name="Kind">counter, histogram, gauge or sum.</param>
public sealed partial record DocumentedMetric(string Name, string Unit, string Kind)
{
    /// <summary>Its name in Prometheus: a unit that is a word of its own is part of it there.</summary>
    public string InPrometheus
    {
        get
        {
            var unit = Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            return Name.Replace('.', '_') + unit + (Kind == "counter" ? "_total" : "");
        }
    }

    /// <summary>All that are listed.</summary>
    public static IReadOnlyList<DocumentedMetric> All() => [.. Row().Matches(File.ReadAllText(Checkout.PathOf("docs", "telemetry.md")))
        .Select(row => new DocumentedMetric(row.Groups["name"].Value, row.Groups["unit"].Value, row.Groups["kind"].Value))];

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<kind>\w+) \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
