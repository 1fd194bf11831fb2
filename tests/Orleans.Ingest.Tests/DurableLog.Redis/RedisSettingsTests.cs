using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Redis;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog.Redis;

public sealed class RedisSettingsTests
{
    private static readonly RedisSettings _safe = new() { Version = new(7, 0, 15), AppendOnly = true, AppendFsync = "always" };

    [Fact]
    public void A_Redis_that_syncs_each_append_and_has_no_replicas_is_no_risk() => Assert.Empty(_safe.Risks(minReplicas: 0));

    [Fact]
    public void Without_an_append_only_file_the_start_says_so() =>
        Assert.Contains("appendonly", Assert.Single((_safe with { AppendOnly = false }).Risks(0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("everysec")]
    [InlineData("no")]
    public void A_Redis_that_syncs_later_is_said_with_the_cure(string fsync) =>
        Assert.Contains((_safe with { AppendFsync = fsync, Version = new(7, 2) }).Risks(0), risk => risk.Contains($"'{fsync}'", StringComparison.Ordinal) && risk.Contains("Set it to 'always'", StringComparison.Ordinal));

    [Fact]
    public void A_Redis_that_does_not_tell_is_not_taken_for_safe() => Assert.NotEmpty((_safe with { AppendFsync = null }).Risks(0));

    [Fact]
    public void Replicas_that_are_not_waited_for_are_said()
    {
        var replicated = _safe with { HasReplicas = true };
        Assert.Contains("MinReplicas", Assert.Single(replicated.Risks(0)), StringComparison.Ordinal);
        Assert.Empty(replicated.Risks(1));
    }

    [Theory]
    [InlineData("7.0.15", "everysec", false)]
    [InlineData("7.2.4", "everysec", true)]
    [InlineData("7.2.4", "always", false)]
    public void A_claim_waits_for_the_disk_where_that_is_needed_and_can_be(string version, string fsync, bool waits) =>
        Assert.Equal(waits, (_safe with { Version = Version.Parse(version), AppendFsync = fsync }).CanWaitForDisk);

    [Fact]
    public void What_INFO_answers_is_read()
    {
        const string Info = "# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:1\r\nconnected_slaves:2\r\n";
        Assert.Equal(new() { Version = new(7, 2, 4), AppendOnly = true, AppendFsync = "always", Evicts = true, HasReplicas = true }, RedisSettings.Parse(Info, "always"));
    }

    [Fact]
    public void A_Redis_before_7_is_refused() =>
        Assert.Contains("7.0 or newer", Assert.Throws<LogUnavailableException>(() => (_safe with { Version = new(6, 2) }).RequireUsable("log")).Message, StringComparison.Ordinal);
}
