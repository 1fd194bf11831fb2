using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>What an event does to a visitor's session: a reason to drop it, or the session after it.</summary>
/// <param name="Drop">Why the event is dropped; null when it is not.</param>
/// <param name="Session">The session after the event; null when the event is dropped.</param>
/// <param name="RowChanged">True when the session's row is new or another than before: engagement only moves the last activity.</param>
/// <param name="IsNew">True when the session begins with this event: there is no old row to cancel.</param>
public readonly record struct StepResult(DropReason? Drop, SessionState? Session, bool RowChanged, bool IsNew)
{
    internal static StepResult Dropped(DropReason reason) => new(reason, null, RowChanged: false, IsNew: false);
    internal static StepResult Began(SessionState session) => new(null, session, RowChanged: true, IsNew: true);
    internal static StepResult Updated(SessionState session) => new(null, session, RowChanged: true, IsNew: false);
    internal static StepResult Touched(SessionState session) => new(null, session, RowChanged: false, IsNew: false);
}
