using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Batching;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.DurableLog.Contract;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class EventAccumulatorTests : IDisposable
{
    private static readonly DateTime _at = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly FakeTimeProvider _time = new();
    private readonly DropCounters _drops = new();
    private readonly KeptRows _kept = new();
    private readonly Batcher _batcher = new();
    private readonly EventAccumulator _accumulator;

    public EventAccumulatorTests()
    {
        var grains = DispatchProxy.Create<IGrainFactory, OneBatcher>();
        ((OneBatcher)(object)grains).Batcher = _batcher;
        _accumulator = new(0, grains, _drops, _kept, _time, NullLogger<EventAccumulator>.Instance);
        _batcher.Flush = () =>
        {
            // The log stands still: nothing is appended, counts are given back.
            if (_drops.Take() is { } counts) _drops.Return(counts);
            _accumulator.Take()?.Complete();
        };
    }

    [Fact]
    public async Task Counts_that_could_not_be_appended_are_tried_again_once_a_second_and_not_without_end()
    {
        Count();
        await _batcher.FlushedAsync();
        for (var i = 0; i < 20; i++)
        {
            await JoinAsync(Chunks.Chunk(key: (ulong)i, version: 1));
            await _batcher.FlushedAsync();
        }

        Assert.Equal(21, _batcher.Flushes);
        while (_batcher.Flushes == 21)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Those_who_wait_are_answered_when_the_batcher_cannot_be_called_and_the_next_are_served()
    {
        _batcher.Flush = () => throw new TimeoutException();
        var lost = Chunks.Chunk(key: 1, version: 1);
        await JoinAsync(lost).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(ChunkOutcome.Unknown, lost.Outcome);
        _batcher.Flush = () => _accumulator.Take()?.Complete();
        await JoinAsync(Chunks.Chunk(key: 2, version: 1)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Every_one_of_many_that_join_at_once_is_answered()
    {
        _batcher.Flush = () => _accumulator.Take()?.Complete();
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, async (i, stop) =>
        {
            if (i % 100 == 0) Count();
            await JoinAsync(Chunks.Chunk(key: (ulong)i, version: 1)).WaitAsync(TimeSpan.FromSeconds(20), stop);
        });
    }

    public void Dispose() => _batcher.Dispose();

    private Task<LogChunk> JoinAsync(LogChunk chunk)
    {
        var waiter = new Waiter();
        _accumulator.Join(chunk, waiter);
        return waiter.Told;
    }

    private void Count()
    {
        if (_drops.Add(_at, DropReason.Bot, 1, "a.example", 0)) _accumulator.FlushCounters();
    }

    private sealed class Batcher : IEventBatcherGrain, IDisposable
    {
        private readonly SemaphoreSlim _flushed = new(0);
        private int _flushes;

        public Action? Flush { get; set; }

        public int Flushes => Volatile.Read(ref _flushes);

        public async Task FlushedAsync() => Assert.True(await _flushed.WaitAsync(TimeSpan.FromSeconds(20)));

        public void Dispose() => _flushed.Dispose();

        public async Task FlushAsync()
        {
            await Task.Yield();
            Interlocked.Increment(ref _flushes);
            Flush!();
            _flushed.Release();
        }
    }

    /// <summary>A cluster with one grain.</summary>
    public class OneBatcher : DispatchProxy
    {
        internal IEventBatcherGrain? Batcher { get; set; }

        /// <inheritdoc />
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Batcher;
    }
}
