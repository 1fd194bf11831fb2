namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>What tells a file from the one that was there before.</summary>
/// <param name="ChangedAt">Time of the last write, in UTC.</param>
/// <param name="Length">Bytes; -1 when there is no file.</param>
internal readonly record struct FileState(DateTime ChangedAt, long Length)
{
    /// <summary>There is no file.</summary>
    public static readonly FileState Missing = new(default, -1);

    /// <summary>The file as it is now, through links.</summary>
    public static FileState Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
                file = target;
            return file.Exists ? new(file.LastWriteTimeUtc, file.Length) : Missing;
        }
        catch (IOException)
        {
            return Missing;
        }
    }
}
