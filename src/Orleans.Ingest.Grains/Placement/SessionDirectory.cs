using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Runtime.GrainDirectory;

namespace Orleans.Ingest.Grains.Placement;

/// <summary>
/// Stands where Orleans looks for the directory of session grains and for its cache, and lists nothing: a session's place is calculated
/// (<see cref="SessionPlaces"/>), so that none needs a call to be found, begun or ended, and a silo that stops has none to sign off.
/// </summary>
/// <remarks>
/// What a directory is for, that a grain has one activation, sessions do not need: two of them cannot both append (the log compares the snapshot's version), and neither
/// judges by a snapshot that the other has replaced. See docs/decisions/007-sessions-need-no-directory.md.
/// </remarks>
internal sealed class SessionDirectory(SessionPlaces places) : IGrainDirectory, IGrainDirectoryCache
{
    /// <summary>The name that <see cref="GrainDirectoryAttribute"/> gives.</summary>
    public const string Name = "sessions";

    private static readonly GrainType _sessions = GrainType.Create(SessionGrain.TypeName);

    /// <inheritdoc />
    public bool LookUp(GrainId key, [NotNullWhen(true)] out GrainAddress? result, out int version)
    {
        // Orleans has one such cache for all grains whose directory is not its own.
        result = key.Type == _sessions ? places.Find(key) : null;
        version = 0;
        return result is not null;
    }

    /// <inheritdoc />
    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(places.Find(grainId));

    /// <inheritdoc />
    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(address);

    /// <inheritdoc />
    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    /// <inheritdoc />
    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    /// <inheritdoc />
    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => [];

    /// <inheritdoc />
    public void AddOrUpdate(GrainAddress value, int version) { }

    /// <inheritdoc />
    public bool Remove(GrainId key) => false;

    /// <inheritdoc />
    public bool Remove(GrainAddress key) => false;

    /// <inheritdoc />
    public void Clear() { }
}
