using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>A log that writes down which groups are committed, in their order.</summary>
public class CommitRecord : DispatchProxy
{
    private IDurableLog? _log;
    private ConcurrentQueue<FlushGroup>? _committed;

    internal static IDurableLog Of(IDurableLog log, ConcurrentQueue<FlushGroup> committed)
    {
        var proxy = Create<IDurableLog, CommitRecord>();
        var record = (CommitRecord)(object)proxy;
        (record._log, record._committed) = (log, committed);
        return proxy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IDurableLog.CommitAsync)) _committed!.Enqueue((FlushGroup)args![0]!);
        return targetMethod.Invoke(_log, args);
    }
}
