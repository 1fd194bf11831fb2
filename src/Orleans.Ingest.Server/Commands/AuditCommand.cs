using System.CommandLine;
using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Audit;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.Commands;

/// <summary>
/// <c>audit</c>: whether the tables hold every event once and every session's rows add up. Exit status 0 when they do, 1 when
/// anything is off, 2 when ClickHouse cannot be read.
/// </summary>
internal static class AuditCommand
{
    private const int ExamplesShown = 10;

    private static readonly Option<string?> _clickHouse = new("--clickhouse")
    {
        Description = "Connection string of the ClickHouse to read, such as 'Host=localhost;Port=8123'. Default: ConnectionStrings:clickhouse, else the embedded one of this machine.",
    };

    private static readonly Option<DateOnly?> _from = new("--from") { Description = "First day, such as 2026-03-01 (UTC). Default: the first that the tables hold." };
    private static readonly Option<DateOnly?> _to = new("--to") { Description = "Last day (UTC). Default: the last that the tables hold." };

    public static Command Create()
    {
        var command = new Command("audit", "Reads ClickHouse and checks that every event is stored once and every session's rows match its events. Exit status 1 if anything is off.")
        {
            _clickHouse, _from, _to,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. parsed.UnmatchedTokens]).Build();
            return RunAsync(parsed.GetValue(_clickHouse) ?? Configured(configuration), configuration["Ingest:ClickHouse:Cluster"], parsed.GetValue(_from), parsed.GetValue(_to), parsed.InvocationConfiguration, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string connectionString, string? cluster, DateOnly? from, DateOnly? to, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddClickHouse(options => (options.ConnectionString, options.Cluster) = (connectionString, cluster ?? "")).BuildServiceProvider();
        try
        {
            var report = await services.GetRequiredService<TableAudit>().RunAsync(
                from, to, month => console.Error.WriteLine($"Reading {month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}"), cancellationToken);
            return Print(report, console.Output);
        }
        catch (Exception error) when (error is HttpRequestException or ClickHouseServerException or TimeoutException)
        {
            console.Error.WriteLine($"ClickHouse could not be read: {error.Message}\nIs the service running? --clickhouse names another ClickHouse.");
            return 2;
        }
    }

    private static int Print(AuditReport report, TextWriter to)
    {
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Events} events, {report.Sessions} sessions"));
        foreach (var broken in report.Findings.GroupBy(finding => finding.Invariant))
        {
            to.WriteLine($"OFF: {broken.Key}: not so for {broken.Count()}");
            foreach (var finding in broken.Take(ExamplesShown)) to.WriteLine($"  {finding.Key}: {finding.Detail}");
        }

        if (!report.Findings.IsEmpty) return 1;
        to.WriteLine("Every event is stored once, as many as were counted; every session's rows add up to its events.");
        return 0;
    }

    private static string Configured(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("clickhouse") is { Length: > 0 } server) return server;
        var embedded = configuration.GetSection(IngestOptions.Section).Get<IngestOptions>()?.ClickHouse ?? new();
        return string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={embedded.HttpPort};Username={embedded.Username ?? "default"};Password={embedded.Password}");
    }
}
