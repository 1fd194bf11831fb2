using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Place of a flush group in its stream. Orleans orders its cache by it; nothing else depends on it.</summary>
[GenerateSerializer, Alias("ingest.FlushGroupToken")]
internal sealed class FlushGroupToken : StreamSequenceToken
{
    public FlushGroupToken()
    {
    }

    public FlushGroupToken(ulong first) => SequenceNumber = (long)first;

    [Id(0)] public override long SequenceNumber { get; protected set; }

    [Id(1)] public override int EventIndex { get; protected set; }

    public override int CompareTo(StreamSequenceToken? other) => other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber);

    public override bool Equals(StreamSequenceToken? other) => other is FlushGroupToken && SequenceNumber == other.SequenceNumber;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => SequenceNumber.GetHashCode();
}
