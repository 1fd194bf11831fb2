using System.Globalization;
using System.Text;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Where rows go that can't go on: a group that ClickHouse refuses for good, as the segment file it was, and segments that the disk
/// damaged. Beside each lies a text that says why. Nothing here is read again; people decide what becomes of it.
/// </summary>
internal sealed class DeadLetters
{
    private const string DamagedEnding = ".damaged";
    private const string ReasonEnding = ".txt";
    private const string ReasonMark = "Reason: ";
    private const string DamagedReason = "the disk returned other bytes than were written";
    private const int QueueDigits = 3;

    private readonly ILogFiles _files;
    private volatile DeadLetterStatus? _status;

    /// <summary>Opens the directory, made if missing.</summary>
    public DeadLetters(ILogFiles files, string directory)
    {
        (_files, Directory) = (files, directory);
        files.CreateDirectory(directory);
        var kept = files.List(directory).Count(path => !path.EndsWith(ReasonEnding, StringComparison.Ordinal));
        if (kept > 0) _status = new(kept, directory, $"see the {ReasonEnding} file beside each");
    }

    /// <summary>Where they lie.</summary>
    public string Directory { get; }

    /// <summary>What lies here; null when nothing does.</summary>
    public DeadLetterStatus? Status => _status;

    /// <summary>What was set aside at a position. Looked for by the files' names: there are few.</summary>
    public DeadLetter? Find(ulong position)
    {
        foreach (var path in _files.List(Directory))
        {
            var isDamaged = path.EndsWith(DamagedEnding, StringComparison.Ordinal);
            var name = Path.GetFileName(isDamaged ? path[..^DamagedEnding.Length] : path);
            // "QQQ-" stands before the segment's name.
            if (name.Length < QueueDigits + 1 || !SegmentName.TryParse(name[(QueueDigits + 1)..], out var first, out var last)) continue;
            // An open segment's name has no end: nothing tells where its damaged part ended.
            var isOpen = first == last && isDamaged;
            if (LogPosition.QueueOf(first) != LogPosition.QueueOf(position) || position < first || (!isOpen && position > last)) continue;
            return new(isDamaged ? DamagedReason : ReasonOf(path), isDamaged);
        }

        return null;
    }

    /// <summary>Moves a group's segment here. Durable when it returns; the segment's own directory is the caller's to sync.</summary>
    public void SetAside(string segment, FlushGroup group, string reason, DateTimeOffset now)
    {
        var target = NameFor(group.Queue, Path.GetFileName(segment));
        // The reason first: rows without one would be a riddle. After a crash between the two it is written again.
        WriteReason(target, string.Create(CultureInfo.InvariantCulture,
            $"Flush group {group} was refused and set aside at {now:O}. Tables that took their part of it keep it; the others lack it.\n{ReasonMark}{reason}\nRows: {Path.GetFileName(target)}, as they were appended.\n"));
        // After a failure of the sync below it has moved already.
        if (_files.Exists(segment)) _files.Move(segment, target);
        _files.SyncDirectory(Directory);
        Count(reason);
    }

    /// <summary>Keeps a copy of a damaged segment. Durable when it returns.</summary>
    public void KeepDamaged(int queue, string segment, ReadOnlySpan<byte> bytes)
    {
        var target = NameFor(queue, Path.GetFileName(segment)) + DamagedEnding;
        WriteReason(target, $"'{Path.GetFileName(segment)}' failed its checksums at a start: {DamagedReason}. Its entries before the damage went on to ClickHouse; those after it are here alone.\n");
        Write(target, bytes);
        _files.SyncDirectory(Directory);
        Count(DamagedReason);
    }

    private string ReasonOf(string path)
    {
        var text = path + ReasonEnding;
        var line = _files.Exists(text) ? Encoding.UTF8.GetString(_files.Read(text)).Split('\n').FirstOrDefault(line => line.StartsWith(ReasonMark, StringComparison.Ordinal)) : null;
        return line?[ReasonMark.Length..] ?? $"the {ReasonEnding} file beside it is gone";
    }

    private string NameFor(int queue, string segment) => Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"{queue:D3}-{segment}"));

    private void WriteReason(string target, string text) => Write(target + ReasonEnding, Encoding.UTF8.GetBytes(text));

    private void Write(string path, ReadOnlySpan<byte> bytes)
    {
        // What a crash left half written.
        _files.Delete(path);
        using var file = _files.Create(path);
        file.Write(bytes, 0);
        file.Sync();
    }

    private void Count(string reason) => _status = new((_status?.Count ?? 0) + 1, Directory, reason);
}
