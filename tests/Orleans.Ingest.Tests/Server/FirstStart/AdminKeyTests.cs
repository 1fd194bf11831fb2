using Orleans.Ingest.Server.FirstStart;
using Xunit;

namespace Orleans.Ingest.Tests.Server.FirstStart;

public sealed class AdminKeyTests
{
    [Theory]
    [InlineData("9f3c7a1be8d24605b7c1", "has 20 characters")]
    [InlineData("abababababababababababababababab", "repeats a few characters")]
    [InlineData("please-change-me-before-production", "looks like one out of an example (it has 'change' in it)")]
    [InlineData("9f3c7a1be8d24605b7c1e2f8a9d03456", null)]
    public void A_key_that_could_be_guessed_says_why(string key, string? weakness) => Assert.Equal(weakness, AdminKey.Load(key, "").Weakness);

    [Fact]
    public void What_follows_from_a_key_is_the_same_in_every_process_and_another_for_each_purpose_and_key()
    {
        var one = AdminKey.Load("9f3c7a1be8d24605b7c1e2f8a9d03456", "");
        Assert.Equal(one.Derive("a"), AdminKey.Load("9f3c7a1be8d24605b7c1e2f8a9d03456", "").Derive("a"));
        Assert.NotEqual(one.Derive("a"), one.Derive("b"));
        Assert.NotEqual(one.Derive("a"), AdminKey.Load("9f3c7a1be8d24605b7c1e2f8a9d03457", "").Derive("a"));
        Assert.True(one.Matches("9f3c7a1be8d24605b7c1e2f8a9d03456"));
        Assert.False(one.Matches("9f3c7a1be8d24605b7c1e2f8a9d03457"));
    }
}
