using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

public sealed class DeadLetterTests
{
    [Fact]
    public async Task What_the_disk_has_damaged_is_kept_and_shown_and_keeps_nothing_up()
    {
        const int Events = 20;
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:01:00"));
        for (var i = 0; i < Events; i++) await SendAsync(service, i);
        service.Kill();
        DamageTheFirstEntry(service);
        service.Set("Ingest__FlushInterval", "00:00:00.200");
        await service.StartAgainAsync();

        await SendAsync(service, Events);
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2 WHERE pathname = '/p20'", "1");
        using var health = await service.Client.GetAsync(new Uri("api/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var text = await health.Content.ReadAsStringAsync();
        Assert.Contains("degraded", text, StringComparison.Ordinal);
        Assert.Contains("1 flush group(s) could not be written", text, StringComparison.Ordinal);
        var kept = Directory.GetFiles(Path.Combine(service.DataDirectory, "log", "dead-letters"));
        Assert.Single(kept, path => !path.EndsWith(".txt", StringComparison.Ordinal));
        Assert.Contains("failed its checksums", await File.ReadAllTextAsync(Assert.Single(kept, path => path.EndsWith(".txt", StringComparison.Ordinal))), StringComparison.Ordinal);

        // The operator has dealt with it.
        foreach (var path in kept) File.Delete(path);
        Assert.Equal(0, await service.StopAsync());
        await service.StartAgainAsync();
        await Until.TrueAsync(async () => (await service.Client.GetStringAsync(new Uri("api/health", UriKind.Relative))).Contains("\"ok\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60), () => service.Output);
    }

    private static void DamageTheFirstEntry(ServiceProcess service)
    {
        var segment = Assert.Single(Directory.GetFiles(Path.Combine(service.DataDirectory, "log", "000"), "*.open"));
        using var file = new FileStream(segment, FileMode.Open);
        // Behind the file's header and the first entry's own.
        file.Position = 100;
        file.WriteByte(0xFF);
        file.WriteByte(0xFF);
    }

    private static async Task SendAsync(ServiceProcess service, int i)
    {
        using var answer = await service.SendAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"http://localhost/p{{i}}","d":"localhost"}"""));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
