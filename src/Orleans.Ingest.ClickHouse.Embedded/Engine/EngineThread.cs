using System.Collections.Concurrent;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// The engine's calls block, for as long as a query runs: never on the thread pool, whose threads answer other requests. Its threads are used
/// again and never end, since the engine maps a signal stack into each that calls it and leaves it there when the thread goes: with one thread a call the process
/// ran into the limit of mappings (<c>vm.max_map_count</c>) after some hours, and ended. There are as many as calls have ever run at once.
/// </summary>
internal static class EngineThread
{
    private static readonly ConcurrentStack<Worker> _idle = [];

    /// <summary>Runs a call; the task has its result or its exception.</summary>
    public static Task<T> Run<T>(Func<T> call)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Give(() =>
        {
            try
            {
                var result = call();
                return () => completion.SetResult(result);
            }
            catch (Exception error)
            {
                return () => completion.SetException(error);
            }
        });
        return completion.Task;
    }

    /// <summary>Runs a call; the task completes with it, or has its exception.</summary>
    public static Task Run(Action call) => Run(() =>
    {
        call();
        return true;
    });

    private static void Give(Func<Action> work)
    {
        if (!_idle.TryPop(out var worker)) worker = new();
        worker.Take(work);
    }

    private sealed class Worker
    {
        private readonly object _gate = new();
        private Func<Action>? _work;

        public Worker() => new Thread(Run) { IsBackground = true, Name = "ClickHouse engine" }.UnsafeStart();

        public void Take(Func<Action> work)
        {
            lock (_gate)
            {
                _work = work;
                Monitor.Pulse(_gate);
            }
        }

        private void Run()
        {
            ThreadPriority.StepBehindEvents();
            while (true)
            {
                var complete = Next()();
                // Idle before the caller goes on, or its next call would find none and begin another thread.
                _idle.Push(this);
                complete();
            }
        }

        private Func<Action> Next()
        {
            lock (_gate)
            {
                while (_work is null) Monitor.Wait(_gate);
                var work = _work;
                _work = null;
                return work;
            }
        }
    }
}
