using System.Diagnostics;

namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>One run of the child, with the pipes that tie it to this process (see <see cref="ParentPipe"/>).</summary>
internal sealed class ChildProcess : IDisposable
{
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private readonly Process _process;
    private readonly Task _reports;
    private readonly Task _logLines;

    private ChildProcess(Process process, Action<int> onReady, Action<string> onLogLine)
    {
        _process = process;
        _reports = ReadAsync(process.StandardOutput, line =>
        {
            if (ParentPipe.ReadyPort(line) is { } port) onReady(port);
            else if (ParentPipe.FailureReason(line) is { } reason) FailureReason = reason;
        });
        _logLines = ReadAsync(process.StandardError, onLogLine);
    }

    public int Id => _process.Id;

    /// <summary>What the child said before it ended, if it could.</summary>
    public string? FailureReason { get; private set; }

    public static async Task<ChildProcess> StartAsync(ClickHouseChildOptions options, int port, string secret, Action<int> onReady, Action<string> onLogLine)
    {
        var command = options.CommandOrThisProgram();
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        const string Prefix = "Ingest__ClickHouse__";
        start.Environment["Ingest__Role"] = "clickhouse";
        start.Environment[Prefix + nameof(EmbeddedClickHouseOptions.DataDirectory)] = Path.GetFullPath(options.DataDirectory);
        start.Environment[Prefix + nameof(EmbeddedClickHouseOptions.HttpPort)] = port.ToString();
        start.Environment[Prefix + nameof(EmbeddedClickHouseOptions.Supervised)] = "true";
        start.Environment[Prefix + nameof(EmbeddedClickHouseOptions.Username)] = options.Username ?? "";
        start.Environment[Prefix + nameof(EmbeddedClickHouseOptions.Password)] = options.Password ?? "";

        // What the environment calls this process is not the child's name; and of a name both would report the same metrics.
        start.Environment[ServiceName] = $"{(Environment.GetEnvironmentVariable(ServiceName) is { Length: > 0 } own ? own : "orleans-ingest")}-clickhouse";

        // The engine does the work there; a heap per core would only take memory from it.
        start.Environment["DOTNET_gcServer"] = "0";

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} was not started.");
        var child = new ChildProcess(process, onReady, onLogLine);
        try
        {
            await process.StandardInput.WriteLineAsync(secret);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended already; WaitForEndAsync tells why.
        }

        return child;
    }

    /// <summary>Completes when the process is gone and all it wrote is read.</summary>
    public async Task<int> WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(_reports, _logLines);
        return _process.ExitCode;
    }

    /// <summary>Asks the process to end, by closing its pipe, and waits; false if it had to be killed.</summary>
    public async Task<bool> StopAsync(TimeSpan timeout)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe broke because the process ended.
        }

        using var patience = new CancellationTokenSource(timeout, TimeProvider.System);
        try
        {
            await WaitForEndAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await WaitForEndAsync(CancellationToken.None);
            return false;
        }
    }

    public void Dispose() => _process.Dispose();

    private static async Task ReadAsync(StreamReader lines, Action<string> onLine)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.Length > 0) onLine(line);
        }
    }
}
