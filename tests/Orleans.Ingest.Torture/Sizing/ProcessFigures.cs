using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Sizing;

/// <summary>What a process has used so far.</summary>
/// <param name="Resident">Bytes of memory, after a full collection where it is a .NET process.</param>
/// <param name="Processor">Time on processors.</param>
/// <param name="Managed">Bytes of the managed heap after the collection; null where it was not asked for.</param>
internal readonly record struct ProcessFigures(long Resident, TimeSpan Processor, double? Managed = null)
{
    private const long CollectHeap = 0x800000;

    /// <summary>Reads a .NET process, and makes it collect its garbage first: what is left is in use.</summary>
    public static async Task<ProcessFigures> CollectedAsync(int id, ScrapedMetrics? metrics = null)
    {
        // Twice: what the first one finds to finalize, the second one frees.
        for (var i = 0; i < 2; i++)
        {
            using var session = new DiagnosticsClient(id).StartEventPipeSession([new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap)], requestRundown: false);
            var reading = session.EventStream.CopyToAsync(Stream.Null);
            session.Stop();
            await reading;
        }

        return metrics is null ? Of(id) : Of(id) with { Managed = (await metrics.ReadAsync())["dotnet_gc_last_collection_heap_size_bytes"] };
    }

    /// <summary>Reads any process.</summary>
    public static ProcessFigures Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return new(process.WorkingSet64, process.TotalProcessorTime);
    }
}
