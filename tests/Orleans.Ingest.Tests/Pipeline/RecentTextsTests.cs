using System.Text;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline;

public sealed class RecentTextsTests
{
    [Property]
    public void A_text_is_what_was_asked_for(string? asked)
    {
        var text = asked ?? "";
        Assert.Equal(text, RecentTexts.Of(text.AsSpan()));
        Assert.Equal(text, RecentTexts.Of(text.AsSpan()));
        Assert.Equal(text, RecentTexts.Of(text));
    }

    [Property]
    public void Bytes_are_read_as_always(byte[] bytes)
    {
        Assert.Equal(Encoding.UTF8.GetString(bytes), RecentTexts.Of(bytes.AsSpan()));
        var doubled = bytes.Concat(Enumerable.Repeat((byte)0xF0, 200)).ToArray();
        Assert.Equal(Encoding.UTF8.GetString(doubled), RecentTexts.Of(doubled.AsSpan()));
    }

    [Fact]
    public void Of_256_bytes_that_are_no_text_each_becomes_a_mark()
    {
        var bytes = Enumerable.Repeat((byte)0xFF, 256).ToArray();
        Assert.Equal(Encoding.UTF8.GetString(bytes), RecentTexts.Of(bytes.AsSpan()));
    }

    [Fact]
    public void The_same_text_is_shared_and_a_long_one_is_not_held()
    {
        // Others read texts at the same time, and one may take the place.
        Assert.Contains(Enumerable.Range(0, 100), _ => ReferenceEquals(RecentTexts.Of("/a-path-of-this-test"), RecentTexts.Of("/a-path-of-this-test"u8)));
        Assert.Contains(Enumerable.Range(0, 100), _ => ReferenceEquals(RecentTexts.Of(new string('y', 20)), RecentTexts.Of(new string('y', 20))));
        var longer = new string('x', 300);
        Assert.NotSame(RecentTexts.Of(longer.AsSpan()), RecentTexts.Of(longer.AsSpan()));
    }

    [Fact]
    public void More_texts_than_there_are_places_are_all_right()
    {
        for (var i = 0; i < 100_000; i++) Assert.Equal($"/page-{i % 30_000}", RecentTexts.Of($"/page-{i % 30_000}".AsSpan()));
    }
}
