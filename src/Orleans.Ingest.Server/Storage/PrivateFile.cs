using System.Text;

namespace Orleans.Ingest.Server.Storage;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Makes an empty file, readable and writable by its owner alone from the first moment.</summary>
    public static void Create(string path) => Write(path, "");

    /// <summary>Makes a file with a text. Fails when it exists.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
