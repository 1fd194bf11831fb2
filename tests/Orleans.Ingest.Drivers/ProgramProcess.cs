using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Orleans.Ingest.Drivers;

/// <summary>A program that is started, signalled, killed and started again with the same settings.</summary>
public sealed class ProgramProcess(string file, IReadOnlyList<string> arguments, string workingDirectory) : IDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private volatile bool _isTouched;

    /// <summary>Raised when it ends although nobody has killed it or sent it a signal since its start.</summary>
    public event EventHandler? EndedByItself;

    /// <summary>What it is started with; another one holds from its next start on.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = arguments;

    /// <summary>Its environment, above this process's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Files that it may have open, connections among them; null for as many as this process.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>All that it has printed since its last start.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Its id.</summary>
    public int Id => _process!.Id;

    /// <summary>True once it has ended, or before its first start.</summary>
    public bool HasExited => _process is not { HasExited: false };

    /// <summary>How it has ended.</summary>
    public int ExitCode => _process!.ExitCode;

    /// <summary>The program under test.</summary>
    public static ProgramProcess OfServer(string workingDirectory, int? openFiles = null) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll")], workingDirectory) { OpenFiles = openFiles };

    /// <summary>Starts it.</summary>
    public void Start()
    {
        _process?.Dispose();
        _output.Clear();
        // prlimit becomes the program: it has the same id.
        string[] limit = OpenFiles is { } most ? [string.Create(CultureInfo.InvariantCulture, $"--nofile={most}"), file] : [];
        var start = new ProcessStartInfo(OpenFiles is null ? file : "prlimit") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = workingDirectory };
        foreach (var argument in limit.Concat(Arguments)) start.ArgumentList.Add(argument);
        foreach (var (key, value) in Environment) start.Environment[key] = value;
        _isTouched = false;
        var process = Process.Start(start)!;
        _process = process;
        process.Exited += (_, _) =>
        {
            if (!_isTouched && ReferenceEquals(process, _process)) EndedByItself?.Invoke(this, EventArgs.Empty);
        };
        // Also tells of one that has ended by now.
        process.EnableRaisingEvents = true;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary><c>kill -9</c>; returns when it is gone.</summary>
    public void Kill()
    {
        _isTouched = true;
        if (HasExited) return;
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal, such as <c>STOP</c>.</summary>
    public Task SignalAsync(string signal)
    {
        _isTouched = true;
        return SignalAsync(Id, signal);
    }

    /// <summary>Sends a signal to any process.</summary>
    public static async Task SignalAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end: the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan patience)
    {
        await SignalAsync("TERM");
        return await EndsWithinAsync(patience) ? _process!.ExitCode : throw new TimeoutException($"It has not ended {patience} after SIGTERM:\n{Output}");
    }

    /// <summary>Waits for the end; false when it did not come.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await _process!.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Awaits a 2xx from one of its own addresses.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public Task HealthyAsync(HttpClient client, Uri health, TimeSpan patience) => Until.TrueAsync(
        async () =>
        {
            if (HasExited) throw new InvalidOperationException($"The process ended with exit code {_process?.ExitCode}:\n{Output}");
            try
            {
                using var answer = await client.GetAsync(health);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        patience,
        () => $"{health} did not become healthy:\n{Output}");

    /// <inheritdoc />
    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null) _output.Enqueue(line);
    }
}
