using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;

namespace Orleans.Ingest.Benchmarks.Micro;

/// <summary>An append to the local log, synced: the disk's time, which all events of a batch share.</summary>
[MemoryDiagnoser]
public class AppendBenchmarks : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-append-");
    private LocalDurableLog _log = null!;
    private ulong _key;

    /// <summary>Events that share it.</summary>
    [Params(1, 32, 256)]
    public int Events { get; set; }

    /// <summary>Opens the log.</summary>
    [GlobalSetup]
    public void Open() => _log = LocalDurableLog.Open(new() { Directory = _directory.FullName }, TimeProvider.System, NullLogger<LocalDurableLog>.Instance);

    /// <summary>One append, and what has gathered is committed now and then, as if ClickHouse had taken it.</summary>
    [Benchmark]
    public async Task Append()
    {
        var now = TimeProvider.System.GetUtcNow();
        var chunks = new LogChunk[Events];
        for (var i = 0; i < chunks.Length; i++)
        {
            chunks[i] = new() { Key = new(1, ++_key), BuildsOn = 0, Version = 1, OldestBirth = now, Positions = 1, Payload = new byte[600], Snapshot = new byte[250] };
        }

        await _log.AppendAsync(0, new(1, chunks, []), CancellationToken.None);
        if (await _log.ClaimGroupAsync(0, CancellationToken.None) is { } group) await _log.CommitAsync(group, CancellationToken.None);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
