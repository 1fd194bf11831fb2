using Orleans.Ingest.DurableLog.Redis;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog.Redis;

public sealed class RedisLogOptionsValidatorTests
{
    public static TheoryData<string, RedisLogOptions> Refused => new()
    {
        { "KeyPrefix", new() { KeyPrefix = "{mine}" } },
        { "Queues", new() { Queues = 0 } },
        { "FlushInterval", new() { FlushInterval = TimeSpan.FromMinutes(2) } },
        { "GroupBytes", new() { GroupBytes = 1000 } },
        { "MaxBytes", new() { MaxBytes = 50L << 20 } },
        { "MinReplicas", new() { MinReplicas = -1 } },
        { "ReplicaTimeout", new() { ReplicaTimeout = TimeSpan.FromMinutes(1) } },
    };

    [Fact]
    public void The_defaults_hold() => Assert.True(new RedisLogOptionsValidator().Validate("events", new()).Succeeded);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_is_named_with_its_key(string key, RedisLogOptions options) =>
        Assert.Contains($"Orleans:Streaming:events:{key} is", Assert.Single(new RedisLogOptionsValidator().Validate("events", options).Failures!), StringComparison.Ordinal);
}
