namespace Orleans.Ingest.Server.Storage;

/// <summary>Directories that only their owner may enter.</summary>
internal static class PrivateDirectory
{
    /// <summary>Makes the directory if it is missing, for its owner alone; one that is there keeps the rights it was given.</summary>
    public static void Ensure(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
