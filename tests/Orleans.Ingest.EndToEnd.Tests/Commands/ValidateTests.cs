using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Commands;

/// <summary><c>validate</c> and <c>--help</c> as processes: nothing is started for them.</summary>
public sealed class ValidateTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-validate-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_good_configuration_is_ok_and_what_a_start_would_do_is_said_without_doing_it()
    {
        var (status, output) = await RunAsync("validate", "--Ingest:DataDirectory=there", "--Urls=http://127.0.0.1:1234", "--Ingest:AdminUrls=http://127.0.0.1:1235");
        Assert.True(status == 0, output);
        Assert.StartsWith("ok\n", output, StringComparison.Ordinal);
        Assert.Contains("listens on http://127.0.0.1:1234;http://127.0.0.1:1235", output, StringComparison.Ordinal);
        Assert.Contains($"keeps its data in {Path.Combine(_directory.FullName, "there")}, which it would make", output, StringComparison.Ordinal);
        Assert.Empty(_directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task Every_fault_is_said_at_once_with_its_fix()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "list"), "nonsense", TestContext.Current.CancellationToken);
        var (status, output) = await RunAsync(
            "validate", "--Ingest:FlushInterval=soon", "--Ingest:Log:MaxBytes=much", "--Ingest:AdminKey=short", "--Ingest:RetryBudget=01:00:00", "--Urls=nonsense", "--Ingest:Nonsense=1");
        Assert.Equal(1, status);
        Assert.All(
            (string[])["Ingest:FlushInterval is 'soon'", "50 ms to 1 minute", "Ingest:Log:MaxBytes is 'much'", "openssl rand -hex 24", "Ingest:RetryBudget is 01:00:00", "Urls holds 'nonsense'", "note: Ingest:Nonsense is no key"],
            part => Assert.Contains(part, output, StringComparison.Ordinal));
        Assert.Equal(6, output.Split('\n').Length);
    }

    [Theory]
    [InlineData("Ingest:IpLists:Threat", "list", "nonsense")]
    [InlineData("Ingest:GeoDatabase", "list", "no MaxMind database")]
    [InlineData("Ingest:Revenue:Rates:USD", "-1", "must be above 0")]
    [InlineData("Ingest:TrustedProxies", "10.0.0.0/99", "Ingest:TrustedProxies")]
    [InlineData("Ingest:ReferrerSpamFile", "nowhere", "Ingest:ReferrerSpamFile names 'nowhere'")]
    [InlineData("Ingest:DataDirectory", "list", "which is a file")]
    [InlineData("Ingest:AdminUrls", "http://127.0.0.1:8080", "whose port takes events as well")]
    public async Task What_the_configuration_names_is_read(string key, string value, string fault)
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "list"), "nonsense\n", TestContext.Current.CancellationToken);
        var (status, output) = await RunAsync("validate", $"--{key}={value}");
        Assert.Equal(1, status);
        Assert.Contains(fault, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_a_cluster_is_told_all_that_it_needs()
    {
        var (status, output) = await RunAsync("validate", "--Ingest:Mode=cluster");
        Assert.Equal(1, status);
        Assert.All((string[])["Ingest:AdminKey", "ConnectionStrings:redis", "ConnectionStrings:clickhouse"], key => Assert.Contains($"{key} is not set", output, StringComparison.Ordinal));
        Assert.Equal(0, (await RunAsync("validate", "--Ingest:Mode=cluster", "--Ingest:AdminKey=0123456789abcdef", "--ConnectionStrings:redis=localhost:1", "--ConnectionStrings:clickhouse=Host=localhost")).Status);
    }

    [Fact]
    public async Task A_start_refuses_a_value_that_cannot_be_read_in_the_same_words()
    {
        var (status, output) = await RunAsync("--Ingest:FlushInterval=soon");
        Assert.Equal(1, status);
        Assert.StartsWith("Orleans.Ingest cannot start: Ingest:FlushInterval is 'soon', which cannot be read: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_commands_and_every_key_of_the_configuration()
    {
        var page = await File.ReadAllLinesAsync(Checkout.PathOf("docs", "configuration.md"), TestContext.Current.CancellationToken);
        var keys = page.Where(line => line.StartsWith("| `", StringComparison.Ordinal) && !line.StartsWith("| `max_", StringComparison.Ordinal)).Select(line => line[3..line.IndexOf('`', 3)]).ToArray();
        Assert.True(keys.Length > 40);
        var (status, output) = await RunAsync("--help");
        Assert.Equal(0, status);
        var lines = output.Split('\n').Select(line => line.Trim()).ToArray();
        Assert.All(keys, key => Assert.Contains(lines, line => line == key || line.StartsWith(key + ", ", StringComparison.Ordinal)));
        Assert.All((string[])["validate", "import", "audit"], command => Assert.Contains(lines, line => line.StartsWith(command, StringComparison.Ordinal)));
    }

    private async Task<(int Status, string Output)> RunAsync(params string[] arguments)
    {
        using var program = ProgramProcess.OfServer(_directory.FullName);
        program.Arguments = [.. program.Arguments, .. arguments];
        program.Start();
        Assert.True(await program.EndsWithinAsync(TimeSpan.FromMinutes(1)), program.Output);
        return (program.ExitCode, program.Output);
    }
}
