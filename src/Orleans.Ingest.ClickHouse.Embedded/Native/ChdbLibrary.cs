using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>The functions of libchdb's C API (chdb.h of chdb-core 26.7) that this project calls.</summary>
internal sealed unsafe class ChdbLibrary
{
    private static readonly Lazy<ChdbLibrary> Loaded = new(() => new ChdbLibrary(ChdbLibraryPath.Find()));

    public readonly delegate* unmanaged<byte*> Version;
    public readonly delegate* unmanaged<int, void> SetSignalHandlersEnabled;
    public readonly delegate* unmanaged<int, byte**, nint*> Connect;
    public readonly delegate* unmanaged<nint*, void> CloseConnection;
    public readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte**, nuint*, byte**, nuint*, nuint, nint> QueryWithParameters;
    public readonly delegate* unmanaged<nint, byte*> ResultBuffer;
    public readonly delegate* unmanaged<nint, nuint> ResultLength;
    public readonly delegate* unmanaged<nint, byte*> ResultError;
    public readonly delegate* unmanaged<nint, ulong> ResultRowsRead;
    public readonly delegate* unmanaged<nint, ulong> ResultBytesRead;
    public readonly delegate* unmanaged<nint, ulong> ResultStorageRowsRead;
    public readonly delegate* unmanaged<nint, ulong> ResultStorageBytesRead;
    public readonly delegate* unmanaged<nint, ulong> ResultRowsWritten;
    public readonly delegate* unmanaged<nint, ulong> ResultBytesWritten;
    public readonly delegate* unmanaged<nint, void> DestroyResult;
    public readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte**, nuint*, byte**, nuint*, nuint, nint> StreamInsertWithParameters;
    public readonly delegate* unmanaged<nint, byte*, nuint, int> StreamAppend;
    public readonly delegate* unmanaged<nint, nint> StreamDone;
    public readonly delegate* unmanaged<nint, byte*> StreamInsertError;
    public readonly delegate* unmanaged<nint, void> DestroyInsertStream;
    public readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, uint*, int> ClassifyQuery;

    private ChdbLibrary(string path)
    {
        FilePath = path;
        var library = NativeLibrary.Load(path);
        nint Export(string name) => NativeLibrary.GetExport(library, name);

        Version = (delegate* unmanaged<byte*>)Export("chdb_version");
        SetSignalHandlersEnabled = (delegate* unmanaged<int, void>)Export("chdb_set_signal_handlers_enabled");
        Connect = (delegate* unmanaged<int, byte**, nint*>)Export("chdb_connect");
        CloseConnection = (delegate* unmanaged<nint*, void>)Export("chdb_close_conn");
        QueryWithParameters = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte**, nuint*, byte**, nuint*, nuint, nint>)Export("chdb_query_with_params_n");
        ResultBuffer = (delegate* unmanaged<nint, byte*>)Export("chdb_result_buffer");
        ResultLength = (delegate* unmanaged<nint, nuint>)Export("chdb_result_length");
        ResultError = (delegate* unmanaged<nint, byte*>)Export("chdb_result_error");
        ResultRowsRead = (delegate* unmanaged<nint, ulong>)Export("chdb_result_rows_read");
        ResultBytesRead = (delegate* unmanaged<nint, ulong>)Export("chdb_result_bytes_read");
        ResultStorageRowsRead = (delegate* unmanaged<nint, ulong>)Export("chdb_result_storage_rows_read");
        ResultStorageBytesRead = (delegate* unmanaged<nint, ulong>)Export("chdb_result_storage_bytes_read");
        ResultRowsWritten = (delegate* unmanaged<nint, ulong>)Export("chdb_result_rows_written");
        ResultBytesWritten = (delegate* unmanaged<nint, ulong>)Export("chdb_result_bytes_written");
        DestroyResult = (delegate* unmanaged<nint, void>)Export("chdb_destroy_query_result");
        StreamInsertWithParameters = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, byte**, nuint*, byte**, nuint*, nuint, nint>)Export("chdb_stream_insert_with_params_n");
        StreamAppend = (delegate* unmanaged<nint, byte*, nuint, int>)Export("chdb_stream_append");
        StreamDone = (delegate* unmanaged<nint, nint>)Export("chdb_stream_done");
        StreamInsertError = (delegate* unmanaged<nint, byte*>)Export("chdb_stream_insert_error");
        DestroyInsertStream = (delegate* unmanaged<nint, void>)Export("chdb_destroy_insert_stream");
        ClassifyQuery = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, uint*, int>)Export("chdb_classify_query_n");

        // The engine would otherwise take SIGSEGV and others from the runtime at every connect.
        using (HostSignals.Keep()) SetSignalHandlersEnabled(0);
    }

    /// <summary>The library, loaded at first use and kept for the life of the process.</summary>
    public static ChdbLibrary Instance => Loaded.Value;

    public string FilePath { get; }

    /// <summary>chDB's release, such as "26.7.3". (ClickHouse's own version comes from <c>SELECT version()</c>.)</summary>
    public string ReleaseVersion => Text(Version()) ?? "unknown";

    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
