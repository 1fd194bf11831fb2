using Orleans.Ingest.Grains.Salts;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class SaltRotationTests
{
    private static readonly DateTime _noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_day_has_one_salt_of_sixteen_bytes()
    {
        var salts = SaltRotation.At(_noon, []);
        Assert.Equal(SaltRotation.KeyBytes, Assert.Single(salts).Key.Length);
        Assert.Equal(salts, SaltRotation.At(_noon.AddHours(10), salts));
    }

    [Fact]
    public void Tomorrows_salt_is_there_an_hour_ahead_of_midnight_and_is_another()
    {
        var salts = SaltRotation.At(_noon.AddHours(11), SaltRotation.At(_noon, []));
        Assert.Equal([new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)], salts.Select(salt => salt.Day));
        Assert.False(salts[0].Key.SequenceEqual(salts[1].Key));
    }

    [Fact]
    public void A_salt_is_kept_through_the_next_day_and_then_gone()
    {
        var first = SaltRotation.At(_noon, []);
        var next = SaltRotation.At(_noon.AddDays(1), first);
        Assert.Contains(first[0], next);
        Assert.DoesNotContain(first[0], SaltRotation.At(_noon.Date.AddDays(2), next));
    }
}
