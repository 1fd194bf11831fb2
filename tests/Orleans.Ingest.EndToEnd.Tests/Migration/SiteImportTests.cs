using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Migration;

/// <summary>Sites, shields and goals of a Plausible, made here by the script of <c>docs/migration</c>.</summary>
public sealed class SiteImportTests
{
    [Fact]
    public async Task Sites_keep_their_ids_shields_and_goals_and_the_script_may_be_run_again()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FirstSite", ""));
        var directory = Directory.CreateTempSubdirectory("ingest-sites-");
        await WriteAsync(directory, "sites.tsv", "3\tone.example\tAsia/Kolkata", "17\tone.example/blog\tEtc/UTC", "18\ttwo.example\tEurope/Berlin");
        await WriteAsync(directory, "shields.tsv", "one.example/blog\thostname\t*.one.example", "one.example/blog\thostname\tone.example", "two.example\tcountry\tDE", "two.example\tip\t192.0.2.9", "two.example\tpage\t/\"quoted\"/**");
        await WriteAsync(directory, "goals.tsv", "two.example\tPurchase\tEUR", "two.example\tSign \"up\"\t");
        var key = (await File.ReadAllTextAsync(Path.Combine(service.DataDirectory, "admin-key"))).Trim();
        for (var time = 0; time < 2; time++)
            await ShellScript.RunAsync(Checkout.PathOf("docs", "migration", "apply.sh"), directory.FullName, ("ingest", service.Url.ToString().TrimEnd('/')), ("key", key));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ShellScript.RunAsync(Checkout.PathOf("docs", "migration", "apply.sh"), directory.FullName, ("ingest", service.Url.ToString().TrimEnd('/')), ("key", "another key")));
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(
            ["3 one.example Asia/Kolkata", "17 one.example/blog Etc/UTC", "18 two.example Europe/Berlin"],
            await ListAsync(service, "", "sites", site => $"{site.GetProperty("id")} {site.GetProperty("domain")} {site.GetProperty("timezone")}"));
        Assert.Equal(["*.one.example", "one.example"], await ListAsync(service, "/one.example%2Fblog/shields/hostname", "shields", Value));
        Assert.Equal(["/\"quoted\"/**"], await ListAsync(service, "/two.example/shields/page", "shields", Value));
        Assert.Equal(["192.0.2.9"], await ListAsync(service, "/two.example/shields/ip", "shields", Value));
        Assert.Equal(["DE"], await ListAsync(service, "/two.example/shields/country", "shields", Value));
        Assert.Equal(["Purchase EUR", "Sign \"up\" "], await ListAsync(service, "/two.example/goals", "goals", goal => $"{goal.GetProperty("event_name")} {goal.GetProperty("currency")}"));

        using var answer = await service.SendAsync("""{"n":"pageview","u":"https://two.example/","d":"two.example"}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await service.ClickHouse.EventuallyAsync("SELECT site_id FROM events_v2", "18");
        directory.Delete(recursive: true);
    }

    private static string Value(JsonElement rule) => rule.GetProperty("value").GetString()!;

    private static async Task<string[]> ListAsync(ServiceProcess service, string path, string name, Func<JsonElement, string> show)
    {
        var text = await service.Client.GetStringAsync(new Uri($"api/v1/sites{path}", UriKind.Relative));
        return [.. JsonElement.Parse(text).GetProperty(name).EnumerateArray().Select(show)];
    }

    private static Task WriteAsync(DirectoryInfo directory, string file, params string[] lines) => File.WriteAllLinesAsync(Path.Combine(directory.FullName, file), lines);
}
