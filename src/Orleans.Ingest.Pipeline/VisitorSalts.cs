namespace Orleans.Ingest.Pipeline;

/// <summary>The salts that a visitor of a day is hashed with; 16 bytes each.</summary>
/// <param name="Current">Of the event's day.</param>
/// <param name="Previous">Of the day before; empty when it is gone.</param>
public readonly record struct VisitorSalts(ReadOnlyMemory<byte> Current, ReadOnlyMemory<byte> Previous)
{
    /// <summary>Without the salts, so that no log can hold them.</summary>
    public override string ToString() => "salts";
}
