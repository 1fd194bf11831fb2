using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Keeps one visitor's session; key = <see cref="SessionKey"/>.</summary>
[Alias("ingest.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>When its task completes with <see cref="RecordStatus.Stored"/>, the event, its session's rows and the visitor's snapshot are durable together.</summary>
    [Alias("RecordAsync")]
    ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent);

    /// <summary>The same for some events of the visitor, in the order of their times; one outcome an event. At most <see cref="MostAtOnce"/>.</summary>
    [Alias("RecordAllAsync")]
    ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events);

    /// <summary>
    /// The session that an event of this time would belong to. Only looks: nothing is changed, remembered or made durable, and the visitor's next event finds all as
    /// it was.
    /// </summary>
    [Alias("PeekAsync")]
    ValueTask<SessionGlance> PeekAsync(DateTime at);

    /// <summary>
    /// When its task completes with <see cref="ForgetStatus.Ended"/>, no later event joins a session that the visitor has had, so that its rows may be deleted: whatever
    /// was appended to them is in the log. Ids of events are kept: a repeat is still recognised.
    /// </summary>
    /// <param name="at">When this was asked for, UTC.</param>
    [Alias("ForgetAsync")]
    ValueTask<ForgetStatus> ForgetAsync(DateTime at);

    /// <summary>
    /// Version of the visitor's snapshot, once everything on its way is durable or refused; 0 when there is none. While it stays, so do the visitor's rows: each append
    /// changes it.
    /// </summary>
    [Alias("VersionAsync")]
    ValueTask<ulong> VersionAsync();

    /// <summary>When its task completes with <see cref="OrderStatus.Stored"/>, the rows of joined sessions and the snapshot that goes on from them are durable together.</summary>
    [Alias("PutInOrderAsync")]
    ValueTask<OrderStatus> PutInOrderAsync(SessionOrder order);

    /// <summary>Events of one <see cref="RecordAllAsync"/>: half of the ids that a snapshot remembers, so that a call that is repeated is still recognised.</summary>
    const int MostAtOnce = SessionSnapshot.MaxSeen / 2;
}
