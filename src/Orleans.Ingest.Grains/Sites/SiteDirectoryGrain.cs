using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>Knows which sites exist. What it has written counts; grains that a crash left behind it are brought in line at the next call.</summary>
internal sealed class SiteDirectoryGrain([PersistentState("directory")] IPersistentState<SiteDirectoryState> directory, TimeProvider time)
    : Grain, ISiteDirectoryGrain
{
    /// <summary>How long a site's old domain is accepted after a change.</summary>
    private static readonly TimeSpan _formerAccepted = TimeSpan.FromHours(72);

    /// <inheritdoc />
    public Task<SiteSettings?> CreateAsync(string domain, string? timezone) => CreateAsync(domain, timezone, newId: null);

    /// <inheritdoc />
    public async Task<NumberedSite> CreateNumberedAsync(string domain, string? timezone, ulong id)
    {
        await FinishAsync();
        // The same call again after a crash finds the id with its domain.
        if (id < directory.State.NextId && directory.State.IdOf(domain) != id) return new(null, directory.State.NextId);
        return new(await CreateAsync(domain, timezone, id), LeastId: 0);
    }

    private async Task<SiteSettings?> CreateAsync(string domain, string? timezone, ulong? newId)
    {
        await FinishAsync();
        if (await Site(domain).GetAsync() is not null || directory.State.FormerOf(domain, Now) is not null) return null;
        if (directory.State.IdOf(domain) is not { } id)
        {
            id = newId ?? directory.State.NextId;
            await directory.ChangeAsync(directory.State.Added(domain, id, Now));
        }

        // A crash after any of these writes leaves a domain that GetAsync does not know: the same call again makes the site whole.
        var settings = new SiteSettings { Id = id, Domain = domain };
        if (timezone is not null) settings = settings with { Timezone = timezone };
        await Home(id).CreateAsync(settings, lastId: 0);
        await Site(domain).PointAsync(id, until: null);
        return settings;
    }

    /// <inheritdoc />
    public async Task CreateFirstAsync(string domain)
    {
        await FinishAsync();
        // A crash between the writes of CreateAsync leaves the name alone: it is made whole here.
        var isFirst = directory.State.NextId == 1 || (directory.State is { NextId: 2, Sites: [var only] } && only.Key == domain);
        if (isFirst) await CreateAsync(domain, timezone: null);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<string>> ListAsync()
    {
        await FinishAsync();
        return [.. directory.State.Sites.Select(pair => pair.Key)];
    }

    /// <inheritdoc />
    public async Task<RenameStatus> RenameAsync(string domain, string renamed)
    {
        await FinishAsync();
        var former = directory.State.FormerOf(domain, Now);
        // A call that failed after its first write has just been finished, and is repeated by a caller who does not know.
        if (former is not null && directory.State.DomainOf(former.SiteId) == renamed) return RenameStatus.Renamed;
        if (await Site(domain).GetAsync() is not { } site) return RenameStatus.NoSuchSite;
        if (renamed == domain) return RenameStatus.Renamed;
        var isTaken = directory.State.IdOf(renamed) is not null || directory.State.FormerOf(renamed, Now) is { } other && other.SiteId != site.Id;
        if (isTaken) return RenameStatus.Taken;
        await directory.ChangeAsync(directory.State.Renamed(domain, renamed, Now, Now + _formerAccepted));
        await FinishAsync();
        return RenameStatus.Renamed;
    }

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string domain)
    {
        await FinishAsync();
        if (directory.State.IdOf(domain) is null) return false;
        await directory.ChangeAsync(directory.State.Deleted(domain, Now));
        await FinishAsync();
        return true;
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private ISiteGrain Site(string domain) => GrainFactory.GetGrain<ISiteGrain>(domain);

    private ISiteHomeGrain Home(ulong id) => GrainFactory.GetGrain<ISiteHomeGrain>((long)id);

    /// <summary>Brings the grains in line with a change that is decided. Every step may be repeated.</summary>
    private async Task FinishAsync()
    {
        if (directory.State.Unfinished is not var (id, domains)) return;
        var current = directory.State.DomainOf(id);
        if (current is not null)
        {
            // The site itself between its domains: until it has the new domain it is found under the old one, and at no time under none.
            await Site(current).PointAsync(id, until: null);
            await Home(id).RenameAsync(current);
        }

        foreach (var domain in domains.Where(domain => domain != current))
        {
            var former = directory.State.Former.FirstOrDefault(former => former.Domain == domain && former.SiteId == id);
            await Site(domain).PointAsync(former?.SiteId, former?.Until);
        }

        if (current is null) await Home(id).ClearAsync();
        await directory.ChangeAsync(directory.State with { Unfinished = null });
    }
}
