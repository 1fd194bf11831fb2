using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>A flush group on its way to its writer: the bounds alone; the writer reads the rows from the log.</summary>
[GenerateSerializer, Immutable, Alias("ingest.FlushGroupContainer")]
internal sealed class FlushGroupContainer(StreamId streamId, FlushGroup group) : IBatchContainer
{
    [Id(0)] public StreamId StreamId { get; } = streamId;

    [Id(1)] public FlushGroup Group { get; } = group;

    public StreamSequenceToken SequenceToken => new FlushGroupToken(Group.First);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() => Group is T item ? [Tuple.Create(item, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
