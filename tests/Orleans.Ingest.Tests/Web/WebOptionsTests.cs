using Orleans.Ingest.Web;
using Xunit;

namespace Orleans.Ingest.Tests.Web;

public sealed class WebOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validate(_ => { }).Succeeded);

    [Fact]
    public void What_cannot_work_is_refused_with_its_key_and_the_cure()
    {
        AssertRefused(options => options.RetryBudget = TimeSpan.FromMilliseconds(100), "Ingest:RetryBudget", "00:00:10");
        AssertRefused(options => options.AttemptTimeout = TimeSpan.Zero, "Ingest:AttemptTimeout", "at least");
        AssertRefused(options => options.MaxRequestBytes = 0, "Ingest:MaxRequestBytes", "1000000");
        AssertRefused(options => options.MaxWaitingRequests = 0, "Ingest:MaxWaitingRequests", "20000");
        AssertRefused(options => options.MaxConnections = 0, "Ingest:MaxConnections", "at least 1");
        AssertRefused(options => options.ReferrerSpamFile = "no/such/file", "Ingest:ReferrerSpamFile", "correct the path");
        AssertRefused(options => options.AdminUrls = "somewhere", "Ingest:AdminUrls", "http://127.0.0.1:8081");
        AssertRefused(options => options.AdminUrls = "http://127.0.0.1:8081;http://127.0.0.1:0", "Ingest:AdminUrls", "http://127.0.0.1:8081");
        AssertRefused(options => options.TrustedProxies = "10.0.0.0/99", "Ingest:TrustedProxies", "192.0.2.0/24");
    }

    private static void AssertRefused(Action<WebOptions> change, string key, string cure)
    {
        var failure = Assert.Single(Validate(change).Failures!);
        Assert.Contains(key, failure);
        Assert.Contains(cure, failure);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(Action<WebOptions> change)
    {
        var options = new WebOptions();
        change(options);
        return new WebOptionsValidator().Validate(null, options);
    }
}
