using Orleans.Streams;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>A group whose delivery Orleans has given up is offered again: nothing may skip a flush group.</summary>
internal sealed class RepeatOnFailure(int queue, OfferedGroups offered) : IStreamFailureHandler
{
    /// <inheritdoc />
    public bool ShouldFaultSubsriptionOnError => false;

    /// <inheritdoc />
    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        offered.RepeatLater(queue);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        offered.RepeatLater(queue);
        return Task.CompletedTask;
    }
}
