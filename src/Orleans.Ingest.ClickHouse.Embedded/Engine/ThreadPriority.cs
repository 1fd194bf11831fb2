using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// Priorities of the engine's threads. All of it stands back behind the service, which answers visitors on the same processors: an insert may take a little longer, an
/// event may not. Queries of readers stand back further, if they may: threads are shared, so the engine takes that back after a query,
/// and ends the process when it may not: as an ordinary user without a limit for it (RLIMIT_NICE), for whom a priority
/// only ever goes down.
/// </summary>
internal static partial class ThreadPriority
{
    /// <summary>The lowest: gets what others leave, and a little.</summary>
    public const int Lowest = 19;

    /// <summary>A third of the processor time of a thread of the service, where both want it. Lower ones starve inserts under a load that never ends.</summary>
    private const int BehindEvents = 5;

    private const int OfThreadOrProcess = 0;

    /// <summary>Lowers the calling thread, and with it all that it begins: the engine's pools. Anyone may do that. Linux only.</summary>
    public static void StepBehindEvents()
    {
        // What it answers does not matter: where a sandbox forbids it, the engine runs as it did.
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThreadOrProcess, 0, BehindEvents);
    }

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
