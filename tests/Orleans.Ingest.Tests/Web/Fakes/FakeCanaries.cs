using System.Collections.Concurrent;
using Orleans.Ingest.Contracts.Health;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Lets canaries arrive when the test says so.</summary>
public sealed class FakeCanaries : ICanaryGrain
{
    public ConcurrentQueue<DateTime> Sent { get; } = new();

    /// <summary>How long the next ones take; null for ever.</summary>
    public TimeSpan? Latency { get; set; } = TimeSpan.FromSeconds(1);

    public Task SendAsync(ulong frontEnd, DateTime sentAt)
    {
        Sent.Enqueue(sentAt);
        return Task.CompletedTask;
    }

    public Task<CanaryArrival?> LastAsync(ulong frontEnd) => Latency is { } latency
        ? Task.FromResult(Sent.LastOrDefault() is var sent && sent != default ? new CanaryArrival(sent, sent + latency) : null)
        : Task.FromException<CanaryArrival?>(new TimeoutException());
}
