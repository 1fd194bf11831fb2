using Microsoft.Extensions.Hosting;

namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>Signals and the end of the parent are handled around the web host, since the engine must end after it.</summary>
internal sealed class OuterLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
