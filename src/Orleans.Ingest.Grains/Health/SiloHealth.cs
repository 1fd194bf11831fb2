using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Writing;

namespace Orleans.Ingest.Grains.Health;

/// <summary>What this silo knows of the log and of its writers.</summary>
public sealed class SiloHealth(IDurableLog log, WriterProblems writers)
{
    /// <summary>The newest known state; does not wait.</summary>
    public SiloCondition Condition()
    {
        var status = log.Status;
        return new(status.Fault, [.. writers.All, .. DeadLetterReasons(status)]);
    }

    private static IEnumerable<string> DeadLetterReasons(LogStatus status)
    {
        if (status.DeadLetters is not { } dead) yield break;
        yield return $"{dead.Count} flush group(s) could not be written and are kept in '{dead.Directory}' (the newest: {dead.Reason}). Move them away when they are dealt with; the next start counts anew.";
    }
}
