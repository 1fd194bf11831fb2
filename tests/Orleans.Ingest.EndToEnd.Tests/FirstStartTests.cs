using System.Diagnostics;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>What a newcomer sees and does.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task The_lines_that_a_start_prints_work_as_printed()
    {
        await using var service = await ServiceProcess.StartAsync();
        var lines = service.Output.Split('\n').Select(line => line.Trim()).ToArray();
        var send = Assert.Single(lines, line => line.StartsWith("curl -i", StringComparison.Ordinal));
        var read = Assert.Single(lines, line => line.StartsWith("curl http", StringComparison.Ordinal));
        Assert.Contains("202 Accepted", await ShellAsync(send), StringComparison.Ordinal);
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "1");
        Assert.Contains("/hello", await ShellAsync(read), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_admin_key_is_shown_once_kept_for_its_owner_alone_and_opens_the_Sites_API()
    {
        await using var service = await ServiceProcess.StartAsync();
        var path = Path.Combine(service.DataDirectory, "admin-key");
        var key = (await File.ReadAllTextAsync(path)).Trim();
        Assert.Contains(key, service.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/sites");
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await service.Client.SendAsync(request);
        Assert.Contains("\"localhost\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await service.StopAsync();
        await service.StartAgainAsync();
        Assert.DoesNotContain(key, service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_services_run_side_by_side()
    {
        await using var one = await ServiceProcess.StartAsync();
        await using var two = await ServiceProcess.StartAsync();
        using var toOne = await one.SendAsync("""{"n":"pageview","u":"http://localhost/one","d":"localhost"}""");
        using var toTwo = await two.SendAsync("""{"n":"pageview","u":"http://localhost/two","d":"localhost"}""");
        await one.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/one");
        await two.ClickHouse.EventuallyAsync("SELECT pathname FROM events_v2", "/two");
    }

    private static async Task<string> ShellAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
