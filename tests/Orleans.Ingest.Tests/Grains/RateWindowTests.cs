using FsCheck.Xunit;
using Orleans.Ingest.Grains.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class RateWindowTests
{
    private static readonly DateTime _noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Property]
    public void Tokens_of_a_window_never_exceed_the_threshold(ushort threshold, byte[] wanted)
    {
        var window = new RateWindow();
        var given = wanted.Sum(count => window.Lease(_noon, threshold, scaleSeconds: 60, count).Tokens);
        Assert.True(given <= threshold);
    }

    [Property]
    public void Who_wants_more_gets_the_whole_threshold(ushort threshold)
    {
        var window = new RateWindow();
        var given = 0;
        while (window.Lease(_noon, threshold, scaleSeconds: 60, wanted: 1).Tokens is var tokens and > 0) given += tokens;
        Assert.Equal(threshold, given);
    }

    [Fact]
    public void A_new_window_begins_with_the_whole_threshold()
    {
        var window = new RateWindow();
        Assert.Equal((_noon, 2), window.Lease(_noon.AddSeconds(59), 2, 60, wanted: 5));
        Assert.Equal((_noon, 0), window.Lease(_noon.AddSeconds(59.9), 2, 60, wanted: 5));
        Assert.Equal((_noon.AddMinutes(1), 2), window.Lease(_noon.AddSeconds(60), 2, 60, wanted: 5));
    }

    [Fact]
    public void Asking_for_settings_alone_takes_no_token()
    {
        var window = new RateWindow();
        Assert.Equal(0, window.Lease(_noon, 1, 60, wanted: 0).Tokens);
        Assert.Equal(1, window.Lease(_noon, 1, 60, wanted: 1).Tokens);
    }
}
