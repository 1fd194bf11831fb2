using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP: an ordinary end, or, for a supervised process, nothing. They reach the whole process group, and the
/// parent still needs its database to write what it holds.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals(CancellationTokenSource stopping, bool ignored)
    {
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            if (!ignored) stopping.Cancel();
        }

        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }
}
