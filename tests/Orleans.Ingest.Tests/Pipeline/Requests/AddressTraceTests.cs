using System.Collections.Immutable;
using System.Net;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class AddressTraceTests
{
    private static readonly string[] Values = ["", "unknown", "192.0.2.1", "unknown, 198.51.100.2:99, 10.0.0.9", "for=203.0.113.3;proto=http, for=10.0.0.8", "[2001:db8::1]:443"];

    [Fact]
    public void Each_entry_of_a_header_is_told_apart()
    {
        var hops = Trace("10.0.0.1", ("x-plausible-ip", "unknown"), ("x-forwarded-for", "unknown, 198.51.100.2:99, 10.0.0.9"), ("forwarded", "for=192.0.2.1"));
        Assert.Equal(
            [
                new(VisitorAddress.Peer, "10.0.0.1", AddressHopVerdict.TrustedPeer),
                new("x-plausible-ip", "unknown", AddressHopVerdict.NotValid),
                new("x-forwarded-for", "unknown", AddressHopVerdict.NotValid),
                new("x-forwarded-for", "198.51.100.2:99", AddressHopVerdict.Used),
                new("x-forwarded-for", "10.0.0.9", AddressHopVerdict.AnotherGoesFirst),
                new("forwarded", "for=192.0.2.1", AddressHopVerdict.AnotherGoesFirst),
            ],
            hops.AsEnumerable());
    }

    [Fact]
    public void A_stranger_is_the_visitor_whatever_it_says() => Assert.Equal(
        [new("peer", "203.0.113.9", AddressHopVerdict.Used), new("x-forwarded-for", "192.0.2.1", AddressHopVerdict.PeerNotTrusted)],
        Trace("203.0.113.9", ("x-forwarded-for", "192.0.2.1")).AsEnumerable());

    [Property]
    public void Exactly_one_hop_is_used_and_it_is_where_the_address_came_from(bool isTrusted, byte[] chosen)
    {
        var sent = VisitorAddress.Headers.Zip(chosen, (name, value) => (name, Values[value % Values.Length])).ToArray();
        var headers = new SentHeaders(sent.ToDictionary(header => header.name, header => header.Item2));
        var peer = IPAddress.Parse(isTrusted ? "10.0.0.1" : "203.0.113.9");
        var resolved = VisitorAddress.Resolve(peer, TrustedProxies.Default, headers);
        var used = Assert.Single(AddressTrace.Of(peer, resolved, headers), hop => hop.Verdict == AddressHopVerdict.Used);
        Assert.Equal(resolved.Source, used.Name);
        Assert.Contains(resolved.Address!.ToString(), used.Value, StringComparison.Ordinal);
    }

    private static ImmutableArray<AddressHop> Trace(string peer, params (string Name, string Value)[] sent)
    {
        var headers = new SentHeaders(sent.ToDictionary(header => header.Name, header => header.Value));
        return AddressTrace.Of(IPAddress.Parse(peer), VisitorAddress.Resolve(IPAddress.Parse(peer), TrustedProxies.Default, headers), headers);
    }

    private readonly struct SentHeaders(Dictionary<string, string> sent) : IHeaderLookup
    {
        public string? Get(string name) => sent.GetValueOrDefault(name);
    }
}
