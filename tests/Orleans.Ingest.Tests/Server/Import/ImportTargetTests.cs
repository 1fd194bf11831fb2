using Microsoft.Extensions.Configuration;
using Orleans.Ingest.Server.Commands.Import;
using Xunit;

namespace Orleans.Ingest.Tests.Server.Import;

public sealed class ImportTargetTests
{
    [Theory]
    [InlineData(null, "", "http://127.0.0.1:8080/")]
    [InlineData(null, "Urls=http://*:81;http://other:82", "http://127.0.0.1:81/")]
    [InlineData(null, "Urls=http://[::]:81", "http://127.0.0.1:81/")]
    [InlineData(null, "HTTP_PORTS=83", "http://127.0.0.1:83/")]
    [InlineData(null, "Urls=http://a:81 Ingest:AdminUrls=http://0.0.0.0:84", "http://127.0.0.1:84/")]
    [InlineData("https://ingest.example.com/base", "Urls=http://a:81", "https://ingest.example.com/base/")]
    public void The_service_is_where_the_command_line_says_or_where_it_is_configured_to_be(string? url, string settings, string service) =>
        Assert.Equal(service, ImportTarget.ServiceOf(url, Configuration(settings)).ToString());

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://a")]
    public void What_is_no_address_is_refused(string url) =>
        Assert.Contains("--url", Assert.Throws<ImportRefusedException>(() => ImportTarget.ServiceOf(url, Configuration(""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_key_it_is_said_where_one_would_be_found() =>
        Assert.Contains("Ingest__AdminKey", Assert.Throws<ImportRefusedException>(() => ImportTarget.KeyOf(null, Configuration("Ingest:DataDirectory=nowhere"))).Message, StringComparison.Ordinal);

    private static IConfigurationRoot Configuration(string settings) => new ConfigurationBuilder().AddInMemoryCollection(
        settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))).Build();
}
