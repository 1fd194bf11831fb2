using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>Names a section of a payload.</summary>
internal enum ChunkSection
{
    /// <summary><see cref="ChunkPayload.Events"/>.</summary>
    Events,
    /// <summary><see cref="ChunkPayload.Sessions"/>.</summary>
    Sessions,
}
