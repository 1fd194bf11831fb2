using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.DurableLog.Streams;
using Orleans.Runtime.Providers;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog;

/// <summary>Adds the stream provider over an <see cref="IDurableLog"/>, the one registered under the provider's name or else the one without a name.</summary>
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

    /// <summary>Adds the provider to a client, which can append; groups are delivered in silos.</summary>
    public static IClientBuilder AddDurableLogStreams(this IClientBuilder client, string name) =>
        client.AddPersistentStreams(name, DurableLogAdapterFactory.Create, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly));

    /// <summary>
    /// Lets the start fail, and say how to mend it, unless the provider of this name is the durable log: two packages may register for the same
    /// <c>ProviderType</c>, and then the configuration alone does not say which one is meant.
    /// </summary>
    public static ISiloBuilder RequireDurableLogStreams(this ISiloBuilder silo, string name)
    {
        // First: before what the other provider lacks is complained about.
        silo.Services.Insert(0, ServiceDescriptor.Singleton<IConfigurationValidator>(services => new DurableLogStreamsCheck(services, name)));
        return silo;
    }
}
