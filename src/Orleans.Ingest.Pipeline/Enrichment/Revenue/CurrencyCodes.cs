using System.Collections.Frozen;

namespace Orleans.Ingest.Pipeline.Enrichment.Revenue;

/// <summary>The codes of ISO 4217, current and withdrawn.</summary>
public static class CurrencyCodes
{
    private static readonly FrozenSet<string> Codes =
        DataTable.Rows("revenue/currencies.tsv", 2).Select(row => row[0]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for an exact, upper-case code.</summary>
    public static bool IsKnown(string? code) => code is not null && Codes.Contains(code);
}
