using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.ObjectPool;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// One wait for what becomes of an event, with an end. <see cref="Task.WaitAsync(CancellationToken)"/> would do, but every event waits once: its task, its promise, and the state of a method
/// around it were a tenth of all that an event allocates. An attempt is used again by another event when it is over.
/// </summary>
internal sealed class Attempt : IValueTaskSource<RecordOutcome>, IThreadPoolWorkItem
{
    private const int Pooled = 1024;

    private static readonly ObjectPool<Attempt> _pool = new DefaultObjectPool<Attempt>(new DefaultPooledObjectPolicy<Attempt>(), Pooled);

    private readonly Action _answered;
    private ManualResetValueTaskSourceCore<RecordOutcome> _core;
    private ValueTaskAwaiter<RecordOutcome> _call;
    private CancellationTokenRegistration _end;
    private Func<Exception, RecordOutcome> _failed = null!;
    private int _isOver;
    private bool _isMine;

    /// <summary>For the pool; see <see cref="WaitAsync"/>.</summary>
    public Attempt() => _answered = Answered;

    /// <summary>Waits for a call. The task does not fail.</summary>
    /// <param name="call">The call; nobody else may wait for it. It is answered by threads of the pool: who waits goes on on them.</param>
    /// <param name="failed">The outcome of a call that failed, or took too long (<see cref="TimeoutException"/>).</param>
    /// <param name="end">When it has taken too long: what the call brings later is not looked at.</param>
    public static ValueTask<RecordOutcome> WaitAsync(ValueTask<RecordOutcome> call, Func<Exception, RecordOutcome> failed, CancellationToken end) =>
        call.IsCompletedSuccessfully ? call : _pool.Get().BeginAsync(call, failed, end);

    /// <inheritdoc />
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc />
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc />
    public RecordOutcome GetResult(short token)
    {
        var outcome = _core.GetResult(token);
        // In any case: a call that is not answered yet holds this, and must not hold whoever waited as well.
        _core.Reset();
        if (!_isMine) return outcome;
        (_call, _end, _isOver, _isMine) = (default, default, 0, false);
        _pool.Return(this);
        return outcome;
    }

    /// <summary>The end has come.</summary>
    void IThreadPoolWorkItem.Execute() => _core.SetResult(Failed(new TimeoutException()));

    private ValueTask<RecordOutcome> BeginAsync(ValueTask<RecordOutcome> call, Func<Exception, RecordOutcome> failed, CancellationToken end)
    {
        // From the first callback on, this may be another event's.
        var outcome = new ValueTask<RecordOutcome>(this, _core.Version);
        (_call, _failed) = (call.GetAwaiter(), failed);
        _end = end.UnsafeRegister(static attempt => ((Attempt)attempt!).Ended(), this);
        _call.UnsafeOnCompleted(_answered);
        return outcome;
    }

    private void Answered()
    {
        var isWaitedFor = Interlocked.Exchange(ref _isOver, 1) == 0;
        RecordOutcome outcome = default;
        try
        {
            // Also when nobody waits any more: a call must be looked at once.
            outcome = _call.GetResult();
        }
        catch (Exception error)
        {
            if (isWaitedFor) outcome = Failed(error);
        }

        if (!isWaitedFor) return;
        // Else the end has come just now, and still has this in its hands.
        _isMine = _end.Unregister();
        _core.SetResult(outcome);
    }

    private RecordOutcome Failed(Exception error)
    {
        try
        {
            return _failed(error);
        }
        catch (Exception)
        {
            // Nobody above could catch it, and the process would end.
            return RecordOutcome.Unavailable;
        }
    }

    private void Ended()
    {
        // The attempts that end together are told of it on one thread: who waits for them goes on on others.
        if (Interlocked.Exchange(ref _isOver, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
