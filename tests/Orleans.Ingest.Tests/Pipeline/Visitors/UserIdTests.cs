using System.Net;
using System.Text;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Visitors;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Visitors;

public sealed class UserIdTests
{
    private static readonly byte[] Today = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
    private static readonly byte[] Yesterday = [.. Enumerable.Range(16, 16).Select(i => (byte)i)];
    private static readonly VisitorSalts Salts = new(Today, Yesterday);

    [Fact]
    public void Agent_address_domain_and_root_domain_are_hashed_one_after_the_other()
    {
        var message = Encoding.UTF8.GetBytes("Ägent198.51.100.7example.comexample.org");
        Assert.Equal(
            (SipHash.Hash(Today, message), SipHash.Hash(Yesterday, message)),
            Id("Ägent", "198.51.100.7"));
    }

    [Fact]
    public void Missing_agent_and_address_are_empty()
    {
        var message = Encoding.UTF8.GetBytes("example.comexample.org");
        Assert.Equal(SipHash.Hash(Today, message), UserId.Of(null, null, false, "example.com", "example.org", Salts).Current);
    }

    [Fact]
    public void Long_agents_count_to_the_last_byte()
    {
        var agent = new string('a', 8192);
        Assert.NotEqual(Id(agent + "b", "198.51.100.7"), Id(agent + "c", "198.51.100.7"));
    }

    [Fact]
    public void Missing_salt_gives_no_id()
    {
        var (current, previous) = UserId.Of("a", null, false, "d", "r", new(Today, ReadOnlyMemory<byte>.Empty));
        Assert.NotEqual(0u, current);
        Assert.Equal(0u, previous);
    }

    [Theory]
    [InlineData(true, "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData(true, "2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData(false, "2001:db8:1:2::1", "2001:db8:1:2::2", false)]
    [InlineData(true, "198.51.100.7", "198.51.100.8", false)]
    public void IPv6_is_hashed_by_its_64_on_request(bool byPrefix, string one, string other, bool same) =>
        Assert.Equal(same, Id("a", one, byPrefix) == Id("a", other, byPrefix));

    private static (ulong Current, ulong Previous) Id(string agent, string address, bool byPrefix = false) =>
        UserId.Of(agent, IPAddress.Parse(address), byPrefix, "example.com", "example.org", Salts);
}
