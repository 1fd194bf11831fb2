namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>The engine's calls block, for as long as a query runs: never on the thread pool, whose threads answer other requests.</summary>
internal static class EngineThread
{
    public static Task<T> Run<T>(Func<T> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    public static Task Run(Action call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
