using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orleans.Ingest.Drivers;
using StackExchange.Redis;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>
/// A redis-server of the test's own, on a free port of loopback and in a directory of its own. <c>REDIS_SERVER</c> names another program that
/// speaks Redis, such as valkey-server.
/// </summary>
public class RedisProcess : IDisposable
{
    private static readonly string _program = Environment.GetEnvironmentVariable("REDIS_SERVER") ?? "redis-server";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    // Ends the server when the tests' process ends, however it does: its standard input closes then.
    private const string Guard = "\"$@\" </dev/null >/dev/null & child=$!; echo $child; cat >/dev/null; kill -9 $child 2>/dev/null; wait $child 2>/dev/null";

    private readonly string[] _arguments;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-redis-");
    private Process? _guard;
    private int _id;
    private int _logs;

    public RedisProcess() : this("--appendonly", "yes", "--appendfsync", "always")
    {
    }

    internal RedisProcess(params string[] arguments)
    {
        _arguments = arguments;
        Port = FreePort.Next();
        Start();
    }

    public int Port { get; private set; }

    /// <summary>The directory of its files.</summary>
    public string Disk => _directory.FullName;

    /// <summary>A connection string that gives up soon, as tests must.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},abortConnect=false,connectTimeout=2000,asyncTimeout=2000,syncTimeout=10000";

    /// <summary>A prefix that no other log in this server has.</summary>
    public string NextPrefix() => $"test/{Interlocked.Increment(ref _logs)}";

    public ConnectionMultiplexer Connect(string more = "")
    {
        var options = ConfigurationOptions.Parse(ConnectionString + more);
        options.ReconnectRetryPolicy = new LinearRetry(100);
        return ConnectionMultiplexer.Connect(options);
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    public void Start()
    {
        for (var began = Stopwatch.GetTimestamp(); ; Port = _logs == 0 ? FreePort.Next() : Port)
        {
            string[] all = [_program, "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory.FullName, "--save", "", "--logfile", "redis.log", .. _arguments];
            var info = new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", .. all]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            _guard = Process.Start(info)!;
            _id = int.Parse(_guard.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            if (Answers()) return;
            Kill();
            if (Stopwatch.GetElapsedTime(began) > _patience) throw new TimeoutException($"{_program} does not start: {File.ReadAllText(Path.Combine(_directory.FullName, "redis.log"))}");
        }
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill()
    {
        Signal("KILL");
        _guard!.StandardInput.Close();
        _guard.WaitForExit();
        _guard.Dispose();
        _guard = null;
    }

    /// <summary>It stops answering, and its connections stay open.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>It goes on, with everything that it was sent meanwhile.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>A copy of what is on its disk now.</summary>
    public string CopyOfDisk()
    {
        var copy = Path.Combine(_directory.FullName, "..", Path.GetRandomFileName());
        CopyAll(_directory.FullName, copy);
        return copy;
    }

    /// <summary>The disk as it was: everything written since is lost. It must not be running.</summary>
    public void RestoreDisk(string copy)
    {
        foreach (var directory in _directory.GetDirectories()) directory.Delete(recursive: true);
        CopyAll(copy, _directory.FullName);
        Directory.Delete(copy, recursive: true);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_guard is not null) Kill();
        _directory.Delete(recursive: true);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_id} 2>/dev/null || true"]);
        kill.WaitForExit();
    }

    private bool Answers()
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < _patience)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
            try
            {
                probe.Connect(IPAddress.Loopback, Port);
                probe.Send("PING\r\n"u8);
                var answer = new byte[64];
                var length = probe.Receive(answer);
                // While it reads its files it answers -LOADING.
                if (length > 0 && answer[0] == (byte)'+') return true;
            }
            catch (SocketException)
            {
                if (!Path.Exists($"/proc/{_id}") || File.ReadAllText($"/proc/{_id}/stat").Contains(") Z ", StringComparison.Ordinal)) return false;
            }

            Thread.Yield();
        }

        return false;
    }

    private static void CopyAll(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var directory in Directory.GetDirectories(from)) CopyAll(directory, Path.Combine(to, Path.GetFileName(directory)));
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
