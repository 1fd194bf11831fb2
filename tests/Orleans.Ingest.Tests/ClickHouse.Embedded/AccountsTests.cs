using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class AccountsTests
{
    [Fact]
    public void By_itself_the_default_user_may_write() => Assert.Equal(EngineRole.Owner, Ask(null, null, "default", ""));

    [Fact]
    public void A_configured_user_takes_its_place()
    {
        Assert.Equal(EngineRole.Owner, Ask(null, ("u", "p"), "u", "p"));
        AssertRefused(null, ("u", "p"), "u", "wrong");
        AssertRefused(null, ("u", "p"), "default", "");
    }

    [Fact]
    public void Under_a_parent_only_its_secret_writes()
    {
        Assert.Equal(EngineRole.Owner, Ask("secret", null, "ingest", "secret"));
        Assert.Equal(EngineRole.Reader, Ask("secret", null, "default", ""));
        AssertRefused("secret", null, "ingest", "other");
        AssertRefused("secret", null, "default", "secret");
        AssertRefused("secret", ("u", "p"), "default", "");
    }

    private static EngineRole Ask(string? secret, (string Name, string Password)? configured, string user, string password) =>
        new Accounts(new EmbeddedClickHouseOptions { Username = configured?.Name, Password = configured?.Password }, secret)
            .Authenticate(new QueryRequest { QueryId = "q", Format = "TSV", User = user, Password = password });

    private static void AssertRefused(string? secret, (string, string)? configured, string user, string password) =>
        Assert.Contains("Code: 516.", Assert.Throws<RequestRefusedException>(() => Ask(secret, configured, user, password)).Message);
}
