namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Answer of <see cref="ISessionGrain.ForgetAsync"/>.</summary>
[GenerateSerializer, Alias("ingest.ForgetStatus")]
public enum ForgetStatus
{
    /// <summary>Durably, the visitor's next event begins a session.</summary>
    Ended = 0,
    /// <summary>The visitor has no session that an event could still join.</summary>
    NothingToForget = 1,
    /// <summary>Not durable, and not known to be: to be asked again.</summary>
    Unavailable = 2,
}
