namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Keeps one visitor's session; key = <see cref="SessionKey"/>.</summary>
[Alias("ingest.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>When its task completes with <see cref="RecordStatus.Stored"/>, the event, its session's rows and the visitor's snapshot are durable together.</summary>
    [Alias("RecordAsync")]
    ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent);
}
