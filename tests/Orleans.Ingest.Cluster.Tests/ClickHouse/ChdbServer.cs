using System.Diagnostics;
using System.Text.RegularExpressions;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Xunit;

[assembly: AssemblyFixture(typeof(ChdbServer))]

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>A ClickHouse for all tests of the assembly: the program itself in its <c>clickhouse</c> role, on a free port, in a directory of its own.</summary>
public sealed partial class ChdbServer : IAsyncLifetime
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-chdb-");
    private Process? _process;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Reaches one database of it.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username=default";

    public async ValueTask InitializeAsync()
    {
        _process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll"),
                "--Ingest:Role=clickhouse", "--Ingest:ClickHouse:HttpPort=0", $"--Ingest:ClickHouse:DataDirectory={_directory.FullName}",
            },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using var patience = new CancellationTokenSource(StartTime);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Address().Match(line) is { Success: true } found)
            {
                Port = int.Parse(found.Groups["port"].Value);
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("The ClickHouse role ended before it named its address.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _directory.Delete(recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(?<port>\d+)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
