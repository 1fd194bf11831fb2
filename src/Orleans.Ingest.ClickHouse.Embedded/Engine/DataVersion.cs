namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// The chDB release that last opened a data directory, in the file <c>chdb-version</c> beside the data. No promise is known
/// about an older engine reading a newer one's files, so that is refused; the other way is ClickHouse's ordinary upgrade.
/// </summary>
internal static class DataVersion
{
    private const string FileName = "chdb-version";

    /// <summary>Compares and records. Returns the older release the data was made by, or null if nothing changes.</summary>
    /// <exception cref="InvalidDataException">The data is a newer release's.</exception>
    public static string? Adopt(string directory, string current)
    {
        var file = Path.Combine(directory, FileName);
        var recorded = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        if (recorded == current) return null;
        if (recorded.Length > 0 && Compare(recorded, current) > 0)
        {
            throw new InvalidDataException(
                $"The data in {directory} was made by chDB {recorded}, this program has chDB {current}: an older engine may misread it. " +
                "Start with that version again, or move the directory away to begin with an empty database.");
        }

        // Through a second file: a crash must not leave an empty one.
        var next = file + ".new";
        File.WriteAllText(next, current + "\n");
        File.Move(next, file, overwrite: true);
        return recorded.Length > 0 ? recorded : null;
    }

    private static int Compare(string left, string right) => Numbers(left).CompareTo(Numbers(right));

    // "26.7.3-rc.1" is compared as 26.7.3: a preview's data is the release's.
    private static Version Numbers(string version)
    {
        var numbers = version.Split('-')[0];
        return System.Version.TryParse(numbers, out var parsed) ? parsed : new Version(0, 0);
    }
}
