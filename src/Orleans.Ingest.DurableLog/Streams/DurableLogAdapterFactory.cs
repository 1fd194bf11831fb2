using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Builds the stream provider over the silo's <see cref="IDurableLog"/>.</summary>
internal sealed class DurableLogAdapterFactory(string name, IDurableLog log, TimeProvider time, ILoggerFactory loggers) : IQueueAdapterFactory
{
    private readonly OfferedGroups _offered = new();
    private readonly LogQueueMapper _mapper = new(name, log.QueueCount);
    // One group of a queue is outstanding; the cache never holds more than it and its repeat.
    private readonly SimpleQueueAdapterCache _cache = new(new SimpleQueueCacheOptions { CacheSize = 64 }, name, loggers);

    /// <summary>Called by Orleans with the provider's name. A log that is registered under this name is taken before the one without a name.</summary>
    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new DurableLogAdapterFactory(
        name, services.GetKeyedService<IDurableLog>(name) ?? services.GetRequiredService<IDurableLog>(), services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILoggerFactory>());

    /// <inheritdoc />
    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(new DurableLogAdapter(name, log, _offered, time));

    /// <inheritdoc />
    public IQueueAdapterCache GetQueueAdapterCache() => _cache;

    /// <inheritdoc />
    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    /// <inheritdoc />
    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new RepeatOnFailure((int)queueId.GetNumericId(), _offered));
}
