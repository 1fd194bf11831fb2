namespace Orleans.Ingest.DurableLog.Redis.Hosting;

/// <summary>Starts the log with its silo or client, before anything is appended or delivered.</summary>
internal sealed class RedisLogStart(RedisDurableLog log) : ILifecycleParticipant<ISiloLifecycle>, ILifecycleParticipant<IClusterClientLifecycle>
{
    /// <inheritdoc />
    public void Participate(ISiloLifecycle observer) => observer.Subscribe<RedisLogStart>(ServiceLifecycleStage.RuntimeInitialize, log.StartAsync);

    /// <inheritdoc />
    public void Participate(IClusterClientLifecycle observer) => observer.Subscribe<RedisLogStart>(ServiceLifecycleStage.RuntimeInitialize, log.StartAsync);
}
