using FsCheck.Xunit;
using Orleans.Ingest.Grains.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class RateWindowTests
{
    private static readonly DateTime _noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private RateWindowState _durable = new();
    private int _writes;

    [Property]
    public void Tokens_of_a_window_never_exceed_the_threshold(ushort threshold, byte[] wanted)
    {
        var window = Begin();
        Assert.True(wanted.Sum(count => Lease(window, threshold, count)) <= threshold);
    }

    [Property]
    public void Tokens_of_a_window_never_exceed_the_threshold_though_the_grain_dies_at_any_time(ushort threshold, (byte Wanted, bool Dies, bool InOrder)[] calls)
    {
        var window = Begin();
        var given = 0;
        foreach (var (wanted, dies, inOrder) in calls)
        {
            given += Lease(window, threshold, wanted);
            if (inOrder && window.Unused(_durable) is { } exact) _durable = exact;
            if (dies || inOrder) window = new(_durable);
        }

        Assert.True(given <= threshold);
        Assert.True(_durable.SetAside <= threshold);
    }

    [Property]
    public void Who_wants_more_gets_the_whole_threshold(ushort threshold)
    {
        var window = Begin();
        var given = 0;
        while (Lease(window, threshold, wanted: 1) is var tokens and > 0) given += tokens;
        Assert.Equal(threshold, given);
    }

    [Fact]
    public void A_dead_grain_costs_at_most_a_quarter_of_the_threshold_and_an_orderly_end_nothing()
    {
        var given = Lease(Begin(), 1000, wanted: 1);
        var next = new RateWindow(_durable);
        while (Lease(next, 1000, wanted: 1) is var tokens and > 0)
        {
            given += tokens;
            if (next.Unused(_durable) is not { } exact) continue;
            _durable = exact;
            next = new(_durable);
        }

        Assert.InRange(given, 750, 999);
    }

    [Fact]
    public void A_window_costs_a_handful_of_writes_and_not_one_an_event()
    {
        var window = Begin();
        while (Lease(window, 1000, wanted: 1) > 0) continue;
        Assert.InRange(_writes, 1, 5);
    }

    [Fact]
    public void A_new_window_begins_with_the_whole_threshold()
    {
        var window = Begin();
        Assert.Equal((_noon, 2), LeaseAt(window, _noon.AddSeconds(59), 2));
        Assert.Equal((_noon, 0), LeaseAt(window, _noon.AddSeconds(59.9), 2));
        Assert.Equal((_noon.AddMinutes(1), 2), LeaseAt(window, _noon.AddSeconds(60), 2));
    }

    [Fact]
    public void A_clock_that_steps_back_does_not_begin_the_window_before_again()
    {
        var window = Begin();
        Assert.Equal((_noon, 2), LeaseAt(window, _noon, 2));
        Assert.Equal((_noon, 0), LeaseAt(window, _noon.AddSeconds(-1), 2));
    }

    [Fact]
    public void Asking_for_settings_alone_takes_no_token()
    {
        var window = Begin();
        Assert.Equal(0, Lease(window, 1, wanted: 0));
        Assert.Equal(1, Lease(window, 1, wanted: 1));
    }

    private RateWindow Begin()
    {
        (_durable, _writes) = (new(), 0);
        return new(_durable);
    }

    private int Lease(RateWindow window, int threshold, int wanted) => Grant(window.Lease(_noon, threshold, scaleSeconds: 60, wanted, _durable)).Tokens;

    private (DateTime Window, int Tokens) LeaseAt(RateWindow window, DateTime now, int threshold)
    {
        var grant = Grant(window.Lease(now, threshold, scaleSeconds: 60, wanted: 5, _durable));
        return (grant.Window, grant.Tokens);
    }

    private RateGrant Grant(RateGrant grant)
    {
        if (grant.SetAside is { } setAside) (_durable, _writes) = (setAside, _writes + 1);
        return grant;
    }
}
