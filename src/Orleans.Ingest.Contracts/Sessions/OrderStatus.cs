namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Answer of <see cref="ISessionGrain.PutInOrderAsync"/>.</summary>
[GenerateSerializer, Alias("ingest.OrderStatus")]
public enum OrderStatus
{
    /// <summary>The new rows are in the log, and the visitor's next event goes on from them.</summary>
    Stored = 0,
    /// <summary>Nothing was done: the visitor had another event since, so what was read of him is old.</summary>
    Changed = 1,
    /// <summary>Not durable, and not known to be: to be read and tried again.</summary>
    Unavailable = 2,
}
