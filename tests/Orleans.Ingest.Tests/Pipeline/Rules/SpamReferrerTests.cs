using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class SpamReferrerTests
{
    [Theory]
    [InlineData("https://spam.example/x", true)]
    [InlineData("https://www.Spam.example", true)]
    [InlineData("http://spam.example:8080/", true)]
    [InlineData("ftp://spam.example/", true)]
    [InlineData("https://user@spam.example/?q#f", true)]
    [InlineData("https://sub.spam.example/", false)]
    [InlineData("https://other.example/?spam.example", false)]
    [InlineData("spam.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Host_of_the_referrer_counts(string? referrer, bool isSpam) =>
        Assert.Equal(isSpam ? DropReason.SpamReferrer : null, new Pipelines().Pipeline.CheckRequest(Pipelines.Request(("r", referrer))));
}
