namespace Orleans.Ingest.Contracts.Health;

/// <summary>Takes front ends' canaries, and looks for those that have arrived; key 0. A stateless worker.</summary>
[Alias("ingest.ICanaryGrain")]
public interface ICanaryGrain : IGrainWithIntegerKey
{
    /// <summary>Lets a canary leave with the silo's next append. It is not tried again: that it does not arrive is what is to be found out.</summary>
    /// <param name="frontEnd">Names the front end.</param>
    /// <param name="sentAt">When it was sent, UTC.</param>
    [Alias("SendAsync")]
    Task SendAsync(ulong frontEnd, DateTime sentAt);

    /// <summary>The newest canary of a front end that is in ClickHouse; null when there is none. Fails when ClickHouse is away.</summary>
    [Alias("LastAsync")]
    Task<CanaryArrival?> LastAsync(ulong frontEnd);
}
