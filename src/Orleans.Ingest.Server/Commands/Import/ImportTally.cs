namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Counts what became of the lines.</summary>
internal sealed class ImportTally(ImportState before, RejectedLines rejected)
{
    private readonly SortedDictionary<string, long> _dropped = new(before.Dropped, StringComparer.Ordinal);
    private long _accepted = before.Accepted;
    private long _duplicate = before.Duplicate;
    private long _invalid = before.Invalid;

    /// <summary>Counts a line that was answered.</summary>
    public void Add(ImportLine line, ImportResult result)
    {
        switch (result.Status)
        {
            case "accepted":
                _accepted++;
                break;
            case "duplicate":
                _duplicate++;
                break;
            case "dropped":
                var reason = result.Reason ?? "";
                _dropped[reason] = _dropped.GetValueOrDefault(reason) + 1;
                break;
            default:
                _invalid++;
                rejected.Add(line, result.Errors ?? "{}");
                break;
        }
    }

    /// <summary>The state once everything before a place of the file is done.</summary>
    public ImportState StateAt(long offset, long lines) => before with
    {
        Offset = offset, Lines = lines, RejectedBytes = rejected.Length, Accepted = _accepted, Duplicate = _duplicate, Invalid = _invalid, Dropped = new(_dropped, StringComparer.Ordinal),
    };
}
