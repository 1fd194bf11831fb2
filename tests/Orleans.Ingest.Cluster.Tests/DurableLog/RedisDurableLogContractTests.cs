using Orleans.Ingest.DurableLog.Contract;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>The contract, held by the log in Redis.</summary>
public sealed class RedisDurableLogContractTests(RedisProcess redis) : DurableLogContract, IClassFixture<RedisProcess>
{
    protected override LogUnderTest Start() => new LogInRedis(redis);
}
