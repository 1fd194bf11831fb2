using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>
/// Keeps the process' signal handlers over a call into the engine. Both <c>chdb_set_signal_handlers_enabled(0)</c> and every
/// <c>chdb_connect</c> set SIGSEGV, SIGFPE and others to their default action, and the .NET runtime needs those: a
/// NullReferenceException is a SIGSEGV first. (The microseconds between the engine's reset and the restore cannot be closed
/// from here, so connections are opened early and kept, not opened for each query.)
/// </summary>
internal sealed unsafe partial class HostSignals : IDisposable
{
    private const int LastSignal = 31;
    private const int ActionBytes = 256; // larger than struct sigaction of glibc (152), musl and Darwin (16)
    private static readonly Lock Gate = new();
    private readonly byte[] _actions = new byte[(LastSignal + 1) * ActionBytes];

    private HostSignals()
    {
    }

    public static HostSignals Keep()
    {
        Gate.Enter();
        var kept = new HostSignals();
        fixed (byte* actions = kept._actions)
        {
            for (var signal = 1; signal <= LastSignal; signal++)
                _ = SigAction(signal, null, actions + (signal * ActionBytes));
        }

        return kept;
    }

    public void Dispose()
    {
        fixed (byte* actions = _actions)
        {
            // SIGKILL and SIGSTOP refuse; their actions cannot have changed.
            for (var signal = 1; signal <= LastSignal; signal++)
                _ = SigAction(signal, actions + (signal * ActionBytes), null);
        }

        Gate.Exit();
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SigAction(int signal, byte* action, byte* previous);
}
