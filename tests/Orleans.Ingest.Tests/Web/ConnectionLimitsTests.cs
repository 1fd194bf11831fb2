using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Web;
using Xunit;

namespace Orleans.Ingest.Tests.Web;

public sealed class ConnectionLimitsTests
{
    [Theory]
    [InlineData("", 20_000)]
    [InlineData("Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 4096                 files     \n", 512)]
    [InlineData("Max open files            400                 400                 files     ", 100)]
    [InlineData("Max open files            1048576              1048576              files     ", 20_000)]
    [InlineData("Max open files            unlimited            unlimited            files     ", 20_000)]
    public void Connections_leave_the_log_what_it_needs_of_the_files_that_the_process_may_open(string processLimits, int connections) =>
        Assert.Equal(connections, ConnectionLimits.Connections(processLimits));

    [Fact]
    public void What_one_client_may_take_is_said_and_not_left_to_the_server()
    {
        var kestrel = new KestrelServerOptions();
        var untold = kestrel.Limits;
        (untold.MinRequestBodyDataRate, untold.MinResponseDataRate, untold.MaxRequestHeaderCount) = (null, null, int.MaxValue);
        (untold.RequestHeadersTimeout, untold.KeepAliveTimeout) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        new ConnectionLimits(Options.Create(new WebOptions { MaxConnections = 7 })).Configure(kestrel);
        Assert.Equal(7, kestrel.Limits.MaxConcurrentConnections);
        Assert.Equal((240, 240), (kestrel.Limits.MinRequestBodyDataRate?.BytesPerSecond, kestrel.Limits.MinResponseDataRate?.BytesPerSecond));
        Assert.Equal((100, 32 * 1024, 8 * 1024), (kestrel.Limits.MaxRequestHeaderCount, kestrel.Limits.MaxRequestHeadersTotalSize, kestrel.Limits.MaxRequestLineSize));
        Assert.Equal((15, 130), (kestrel.Limits.RequestHeadersTimeout.TotalSeconds, kestrel.Limits.KeepAliveTimeout.TotalSeconds));
    }
}
