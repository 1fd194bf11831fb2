using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Orleans.Ingest.Torture.Sizing;

/// <summary>What a process has used so far.</summary>
/// <param name="Resident">Bytes of memory, after a full collection where it is a .NET process.</param>
/// <param name="Processor">Time on processors.</param>
internal readonly record struct ProcessFigures(long Resident, TimeSpan Processor)
{
    private const long CollectHeap = 0x800000;

    /// <summary>Reads a .NET process, and makes it collect its garbage first: what is left is in use.</summary>
    public static async Task<ProcessFigures> CollectedAsync(int id)
    {
        // Twice: what the first one finds to finalize, the second one frees.
        for (var i = 0; i < 2; i++)
        {
            using var session = new DiagnosticsClient(id).StartEventPipeSession([new("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap)], requestRundown: false);
            var reading = session.EventStream.CopyToAsync(Stream.Null);
            session.Stop();
            await reading;
        }

        return Of(id);
    }

    /// <summary>Reads any process.</summary>
    public static ProcessFigures Of(int id)
    {
        using var process = Process.GetProcessById(id);
        return new(process.WorkingSet64, process.TotalProcessorTime);
    }
}
