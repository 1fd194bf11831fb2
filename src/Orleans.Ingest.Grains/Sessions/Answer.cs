using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>What becomes of an event: what becomes of the whole step that it is in, some positions on. So the events of a step share one task.</summary>
/// <param name="Step">The outcome of the step's first event; of an event that is in no step, its own.</param>
/// <param name="Index">The event's index in the step.</param>
internal readonly record struct Answer(Task<RecordOutcome> Step, int Index = 0)
{
    /// <summary>Waits for it.</summary>
    public ValueTask<RecordOutcome> OutcomeAsync() => Index == 0 ? new(Step) : LaterAsync(this);

    private static async ValueTask<RecordOutcome> LaterAsync(Answer answer)
    {
        var first = await answer.Step;
        return first.Position == 0 ? first : first with { Position = first.Position + ((ulong)answer.Index * LogPosition.Step) };
    }
}
