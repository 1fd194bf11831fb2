using System.Globalization;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Names of segment files: <c>FIRST.open</c> while it grows, <c>FIRST-LAST.sealed</c> once it is a flush group.
/// A sealed file's name is its bound, so sealing is a rename.
/// </summary>
internal static class SegmentName
{
    /// <summary>Ending of the segment that takes appends.</summary>
    public const string OpenEnding = ".open";

    /// <summary>Ending of a flush group.</summary>
    public const string SealedEnding = ".sealed";

    /// <summary>Name of an open segment.</summary>
    public static string Open(ulong first) => string.Create(CultureInfo.InvariantCulture, $"{first:D20}{OpenEnding}");

    /// <summary>Name of a sealed segment.</summary>
    public static string Sealed(ulong first, ulong last) => string.Create(CultureInfo.InvariantCulture, $"{first:D20}-{last:D20}{SealedEnding}");

    /// <summary>Reads a name; for an open segment, last = first. False for a file that is no segment.</summary>
    public static bool TryParse(string fileName, out ulong first, out ulong last)
    {
        (first, last) = (0, 0);
        var stem = Path.GetFileNameWithoutExtension(fileName);
        switch (Path.GetExtension(fileName))
        {
            case OpenEnding:
                if (!ulong.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out first)) return false;
                last = first;
                return true;
            case SealedEnding:
                var dash = stem.IndexOf('-', StringComparison.Ordinal);
                return dash > 0
                    && ulong.TryParse(stem.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out first)
                    && ulong.TryParse(stem.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out last);
            default:
                return false;
        }
    }
}
