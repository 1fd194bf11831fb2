namespace Orleans.Ingest.DurableLog;

/// <summary>
/// What is inserted at once. Its bounds are durable before the first insert and never change, so after any crash the very same
/// rows are inserted again under the same token. At most one group of a queue is outstanding.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="First">Position of the first event.</param>
/// <param name="Last">Position of the last event.</param>
[GenerateSerializer, Immutable, Alias("ingest.FlushGroup")]
public sealed record FlushGroup([property: Id(0)] int Queue, [property: Id(1)] ulong First, [property: Id(2)] ulong Last)
{
    /// <inheritdoc />
    public override string ToString() => $"{Queue}:{First}-{Last}";
}
