using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Redis;
using StackExchange.Redis;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.DurableLog.RedisLogs;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Silos and clients that know their stream provider from the configuration alone.</summary>
public sealed class RedisLogHostingTests(RedisProcess redis) : IClassFixture<RedisProcess>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [InlineData("Redis")]
    [InlineData("RedisDurableLog")]
    public async Task A_silo_of_an_Aspire_AppHost_appends_and_delivers_flush_groups(string providerType)
    {
        var keys = AspireConfiguration.Silo(redis, providerType);
        keys["Orleans:ServiceId"] = $"shop-{providerType}";
        keys["Orleans:Streaming:orders:Queues"] = "2";
        keys["Orleans:Streaming:orders:FlushInterval"] = "00:00:00.050";
        using var host = await StartSiloAsync(keys);
        var log = host.Services.GetRequiredService<IDurableLog>();
        Assert.Equal(2, Assert.IsType<RedisDurableLog>(log).QueueCount);
        Assert.Same(log, host.Services.GetRequiredKeyedService<IDurableLog>("orders"));

        var stream = host.Services.GetRequiredKeyedService<Orleans.Streams.IStreamProvider>("orders").GetStream<AppendBatch>(StreamId.Create("orders", "1"));
        var chunk = Chunk(key: 1, version: 10);
        await stream.OnNextAsync(new(1, [chunk], []));
        Assert.Equal(ChunkOutcome.Appended, chunk.Outcome);
        Assert.Equal(1, LogPosition.QueueOf(chunk.FirstPosition));
        await Until.TrueAsync(() => CommittingGrain.Committed.Contains(chunk.FirstPosition), () => "The group is not delivered.");
        await Until.TrueAsync(() => log.Status.OldestPending is null, () => "The group is not committed.");
        await host.StopAsync(_none);
    }

    [Fact]
    public async Task A_client_appends_too()
    {
        using var silo = await StartSiloAsync(AspireConfiguration.Silo(redis));
        using var client = Host(AspireConfiguration.Client(redis), builder => builder.UseOrleansClient());
        await client.StartAsync(_none);
        var stream = client.Services.GetRequiredKeyedService<Orleans.Streams.IStreamProvider>("orders").GetStream<AppendBatch>(StreamId.Create("orders", "0"));
        var chunk = Chunk(key: 2, version: 20);
        await stream.OnNextAsync(new(1, [chunk], []));
        Assert.Equal(ChunkOutcome.Appended, chunk.Outcome);
        await Until.TrueAsync(() => CommittingGrain.Committed.Contains(chunk.FirstPosition), () => "The group is not delivered by the silo.");
        await client.StopAsync(_none);
        await silo.StopAsync(_none);
    }

    [Fact]
    public async Task A_ServiceKey_that_names_no_connection_is_refused_at_start()
    {
        var keys = AspireConfiguration.Silo(redis);
        keys["Orleans:Streaming:orders:ServiceKey"] = "elsewhere";
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartSiloAsync(keys));
        Assert.Contains("'elsewhere'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_cannot_be_is_refused_at_start()
    {
        var keys = AspireConfiguration.Silo(redis);
        keys["Orleans:Streaming:orders:Queues"] = "300";
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartSiloAsync(keys));
        Assert.Contains("Orleans:Streaming:orders:Queues is 300", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_provider_under_the_streams_name_is_refused_at_start_with_the_cure()
    {
        var keys = AspireConfiguration.Silo(redis);
        keys["Orleans:Streaming:orders:ProviderType"] = "Memory";
        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => StartSiloAsync(keys));
        Assert.Contains("set Orleans:Streaming:orders:ProviderType to RedisDurableLog", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<IHost> StartSiloAsync(Dictionary<string, string?> keys)
    {
        var host = Host(keys, builder => builder.UseOrleans(silo => silo.RequireDurableLogStreams("orders")));
        try
        {
            await host.StartAsync(_none);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static IHost Host(Dictionary<string, string?> keys, Action<HostApplicationBuilder> orleans)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(keys);
        builder.Services.AddKeyedSingleton<IConnectionMultiplexer>("redis", (services, _) =>
            ConnectionMultiplexer.Connect(services.GetRequiredService<IConfiguration>().GetConnectionString("redis")!));
        orleans(builder);
        return builder.Build();
    }
}
