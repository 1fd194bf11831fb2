namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>How far an import has come: everything before <see cref="Offset"/> has been answered. Kept in a file after each batch.</summary>
internal sealed record ImportState
{
    /// <summary>Which file this is about, see <see cref="LineId"/>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Bytes of the file (unpacked) that are done; a line begins there.</summary>
    public long Offset { get; init; }

    /// <summary>Lines that are done.</summary>
    public long Lines { get; init; }

    /// <summary>Bytes of the file of rejected lines: what a killed import wrote behind them is cut off and written again.</summary>
    public long RejectedBytes { get; init; }

    /// <summary>Events that were stored.</summary>
    public long Accepted { get; init; }

    /// <summary>Events that were stored already: by another import, or by a batch of this one whose answer was lost.</summary>
    public long Duplicate { get; init; }

    /// <summary>Lines that are no usable events.</summary>
    public long Invalid { get; init; }

    /// <summary>Dropped events by their reasons.</summary>
    public SortedDictionary<string, long> Dropped { get; init; } = new(StringComparer.Ordinal);
}
