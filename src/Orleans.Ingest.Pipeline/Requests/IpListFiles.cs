using System.Net;
using Orleans.Ingest.Pipeline.Enrichment.Geo;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// <see cref="IpLists"/> out of files, which are looked at again and again and taken anew when they have changed. A changed file that
/// cannot be used leaves the list before in use; <see cref="Reloaded"/> says so.
/// </summary>
public sealed class IpListFiles : IIpClassifier, IDisposable
{
    /// <summary>How often the files are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string?[] _paths;
    private readonly FileState[] _seen;
    private readonly Lock _checking = new();
    private readonly ITimer _timer;
    private volatile IpLists _lists;

    /// <summary>Reads the files; throws when one cannot be used, so that a start with a wrong list does not pass in silence.</summary>
    /// <param name="datacentre">File of <see cref="IpLists.Datacentre"/>; null or empty for none.</param>
    /// <param name="threat">File of <see cref="IpLists.Threat"/>, likewise.</param>
    /// <param name="anonymousVpn">File of <see cref="IpLists.AnonymousVpn"/>, likewise.</param>
    /// <param name="time">Says when to look at the files again; the system's when null.</param>
    public IpListFiles(string? datacentre, string? threat, string? anonymousVpn, TimeProvider? time = null)
    {
        _paths = [datacentre, threat, anonymousVpn];
        // Looked at before they are read: a change in between is then seen as one.
        _seen = [.. _paths.Select(static path => string.IsNullOrEmpty(path) ? FileState.Missing : FileState.Of(path))];
        _lists = new(Read(datacentre), Read(threat), Read(anonymousVpn));
        _timer = (time ?? TimeProvider.System).CreateTimer(_ => CheckForChange(), null, Interval, Interval);
    }

    /// <summary>A file has changed; says whether the new one is in use. Raised on a timer's thread.</summary>
    public event EventHandler<IpListReloadEventArgs>? Reloaded;

    /// <summary>The lists in use.</summary>
    public IpLists Lists => _lists;

    /// <inheritdoc/>
    public IpClass ClassOf(IPAddress? address) => _lists.ClassOf(address);

    /// <summary>Looks at the files now instead of at the next interval.</summary>
    public void CheckForChange()
    {
        var reloads = new List<IpListReloadEventArgs>();
        lock (_checking)
        {
            for (var i = 0; i < _paths.Length; i++)
            {
                if (string.IsNullOrEmpty(_paths[i]) || FileState.Of(_paths[i]!) is var now && (now == _seen[i] || now == FileState.Missing))
                    continue;   // while an updater replaces the file it may be away for a moment

                _seen[i] = now;
                reloads.Add(new(_paths[i]!, TryReload(i)));
            }
        }

        foreach (var reload in reloads)
            Reloaded?.Invoke(this, reload);
    }

    /// <summary>Stops looking at the files; the lists stay in use.</summary>
    public void Dispose() => _timer.Dispose();

    private Exception? TryReload(int index)
    {
        try
        {
            var list = Read(_paths[index]);
            _lists = index switch
            {
                0 => _lists with { Datacentre = list },
                1 => _lists with { Threat = list },
                _ => _lists with { AnonymousVpn = list },
            };
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return e;
        }
    }

    private static AddressSet Read(string? path) => string.IsNullOrEmpty(path) ? AddressSet.Empty : AddressList.Read(File.ReadLines(path), path);
}
