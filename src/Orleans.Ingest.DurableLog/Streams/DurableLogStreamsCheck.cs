using Microsoft.Extensions.DependencyInjection;
using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Makes sure at start that a stream provider is the durable log: with another one events would be acknowledged that nobody keeps.</summary>
internal sealed class DurableLogStreamsCheck(IServiceProvider services, string name) : IConfigurationValidator
{
    /// <inheritdoc />
    public void ValidateConfiguration()
    {
        var found = services.GetKeyedService<IQueueAdapterFactory>(name);
        if (found is DurableLogAdapterFactory) return;
        throw new OrleansConfigurationException(found is null
            ? $"There is no stream provider '{name}': set Orleans:Streaming:{name}:ProviderType to RedisDurableLog, or call AddDurableLogStreams(\"{name}\")."
            : $"The stream provider '{name}' is {found.GetType().FullName} of {found.GetType().Assembly.GetName().Name}, not the durable log, and would lose or repeat events: " +
              $"set Orleans:Streaming:{name}:ProviderType to RedisDurableLog, a name that no other package takes, or leave that package out.");
    }
}
