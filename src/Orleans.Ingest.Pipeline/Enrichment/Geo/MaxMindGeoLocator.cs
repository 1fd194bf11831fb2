using System.Net;
using System.Net.Sockets;
using MaxMind.Db;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>
/// Locates by a GeoLite2 or GeoIP2 City file. The file is looked at again and again, and taken anew when it has changed, so that
/// an updater only has to replace it. A changed file that cannot be used leaves the one before in use; <see cref="Reloaded"/> says so.
/// </summary>
public sealed class MaxMindGeoLocator : IGeoLocator, IDisposable
{
    /// <summary>How often the file is looked at unless said otherwise.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly CityDistricts _districts = CityDistricts.Load();
    private readonly Lock _checking = new();
    private readonly ITimer _timer;
    private volatile Reader _reader;
    private FileState _seen;

    /// <summary>Opens the file; throws when it is missing or no City file, so that a start with a wrong path does not pass in silence.</summary>
    /// <param name="path">Of the .mmdb file.</param>
    /// <param name="time">Says when to look at the file again; the system's when null.</param>
    /// <param name="interval">How often to look; <see cref="DefaultInterval"/> when null.</param>
    public MaxMindGeoLocator(string path, TimeProvider? time = null, TimeSpan? interval = null)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"The geolocation file {path} does not exist: correct the path, or leave it empty to do without geolocation.", path);

        _path = path;
        _seen = FileState.Of(path);
        _reader = Open(path);
        var period = interval ?? DefaultInterval;
        _timer = (time ?? TimeProvider.System).CreateTimer(_ => CheckForChange(), null, period, period);
    }

    /// <summary>The file has changed; says whether the new one is in use. Raised on a timer's thread.</summary>
    public event EventHandler<GeoReloadEventArgs>? Reloaded;

    /// <summary>When the file in use was built, in UTC.</summary>
    public DateTime BuiltAt => _reader.Metadata.BuildDate;

    /// <inheritdoc/>
    public GeoInfo Locate(IPAddress address)
    {
        // Not disposed on reload: it is in managed memory, and a look-up may still be under way in it.
        var reader = _reader;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && reader.Metadata.IPVersion == 4)
            return GeoInfo.Unknown;

        try
        {
            return reader.Find<CityRecord>(address)?.ToGeoInfo(_districts) ?? GeoInfo.Unknown;
        }
        catch (Exception e) when (e is InvalidDatabaseException or DeserializationException)
        {
            return GeoInfo.Unknown;   // one bad record must not refuse a visitor
        }
    }

    /// <summary>Looks at the file now instead of at the next interval.</summary>
    public void CheckForChange()
    {
        GeoReloadEventArgs reload;
        lock (_checking)
        {
            if (FileState.Of(_path) is var now && (now == _seen || now == FileState.Missing))
                return;   // while an updater replaces the file it may be away for a moment

            _seen = now;
            reload = new(TryReopen(), BuiltAt);
        }

        Reloaded?.Invoke(this, reload);
    }

    /// <summary>Stops looking at the file; look-ups go on.</summary>
    public void Dispose() => _timer.Dispose();

    private Exception? TryReopen()
    {
        try
        {
            _reader = Open(_path);
            return null;
        }
        catch (Exception e) when (e is InvalidDatabaseException or DeserializationException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return e;
        }
    }

    private static Reader Open(string path)
    {
        var reader = new Reader(path, FileAccessMode.Memory);
        var kind = reader.Metadata.DatabaseType;
        if (kind.Contains("City", StringComparison.OrdinalIgnoreCase) || kind.Contains("Enterprise", StringComparison.OrdinalIgnoreCase))
            return reader;

        reader.Dispose();
        throw new InvalidDataException($"{path} is a database of the kind {kind}, but a City database is needed (GeoLite2-City.mmdb).");
    }
}
