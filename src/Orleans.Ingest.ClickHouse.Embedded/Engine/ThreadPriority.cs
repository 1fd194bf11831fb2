using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// Whether the engine may run queries at a lower priority. Its threads are shared, so it takes the priority back after a query,
/// and ends the process when it may not: as an ordinary user without a limit for it (RLIMIT_NICE), for whom a priority
/// only ever goes down.
/// </summary>
internal static partial class ThreadPriority
{
    /// <summary>The lowest: gets what others leave, and a little.</summary>
    public const int Lowest = 19;

    private const int OfThreadOrProcess = 0;

    /// <summary>Tried on a thread that is used for nothing else. Linux only: elsewhere priorities belong to processes.</summary>
    public static bool CanBeTakenBack()
    {
        if (!OperatingSystem.IsLinux()) return false;
        var can = false;
        var trial = new Thread(() => can = SetPriority(OfThreadOrProcess, 0, Lowest) == 0 && SetPriority(OfThreadOrProcess, 0, 0) == 0) { IsBackground = true };
        trial.Start();
        trial.Join();
        return can;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
