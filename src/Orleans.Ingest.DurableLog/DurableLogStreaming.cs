using Orleans.Ingest.DurableLog.Streams;
using Orleans.Runtime.Providers;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog;

/// <summary>Adds the stream provider over the silo's <see cref="IDurableLog"/>.</summary>
public static class DurableLogStreaming
{
    /// <summary>Adds the provider under a name, which is the namespace of its streams too. An <see cref="IDurableLog"/> must be registered.</summary>
    public static ISiloBuilder AddDurableLogStreams(this ISiloBuilder silo, string name) =>
        silo.AddPersistentStreams(name, DurableLogAdapterFactory.Create, streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePullingAgent(agent => agent.Configure(options =>
            {
                options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(50);
                // By default an agent skips what it could not deliver for a minute.
                options.MaxEventDeliveryTime = Timeout.InfiniteTimeSpan;
                options.BatchContainerBatchSize = 1;
            }));
            streams.ConfigureBackoffProvider((_, _) => (IMessageDeliveryBackoffProvider)new ShortBackoff());
            streams.ConfigureBackoffProvider((_, _) => (IQueueReaderBackoffProvider)new ShortBackoff());
        });
}
