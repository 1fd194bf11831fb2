using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>What .NET does not offer by itself: syncing file data without its times, and syncing a directory's entries.</summary>
internal static partial class DiskSync
{
    private const int OpenReadOnly = 0;

    /// <summary>Returns when the file's written bytes are on the disk.</summary>
    /// <exception cref="IOException">They may or may not be: never write to the file again.</exception>
    public static void Data(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (Fdatasync(file) != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Returns when created, renamed and removed names of a directory are on the disk.</summary>
    public static void Directory(string path)
    {
        // Windows has no such call; its file systems journal names by themselves.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, OpenReadOnly);
        if (descriptor < 0) throw new IOException($"The directory '{path}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"The directory '{path}' cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
