using System.Text;
using Orleans.Ingest.ClickHouse.Embedded;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ParentPipeTests
{
    [Fact]
    public async Task The_first_line_is_the_secret_and_the_end_is_the_end()
    {
        var pipe = new ParentPipe(new StringReader("s3cret\n"), Stream.Null);
        Assert.Equal("s3cret", await pipe.ReadSecretAsync(TestContext.Current.CancellationToken));
        await pipe.WaitForEndAsync();
    }

    [Fact]
    public async Task No_secret_is_an_error() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ParentPipe(new StringReader(""), Stream.Null).ReadSecretAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task Reports_are_understood_by_the_other_side()
    {
        var output = new MemoryStream();
        var pipe = new ParentPipe(new StringReader(""), output);
        await pipe.ReportReadyAsync(8123);
        await pipe.ReportFailureAsync("one\ntwo");
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.Equal(8123, ParentPipe.ReadyPort(lines[0]));
        Assert.Equal("one two", ParentPipe.FailureReason(lines[1]));
        Assert.Null(ParentPipe.ReadyPort("already running"));
    }
}
