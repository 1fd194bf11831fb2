using Orleans.Concurrency;
using Orleans.Ingest.ClickHouse.Quarantine;
using Orleans.Ingest.ClickHouse.Shields;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Quarantine;

/// <summary>Adds what front ends keep to what this silo keeps, and reads what is kept.</summary>
[StatelessWorker]
[Reentrant]
internal sealed class QuarantineGrain(Keeping keeping, QuarantineStore store, ShieldedRows rows, TimeProvider time) : Grain, IQuarantineGrain
{
    private const int EventsAtOnce = 5_000;

    /// <summary>Shorter than a call's own timeout: the error then says what happened.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc />
    public ValueTask KeepAsync(byte[] payload)
    {
        keeping.TryKeepPayload(payload);
        return default;
    }

    /// <inheritdoc />
    public async Task<QuarantineContents> ShowAsync(ulong siteId, int hours)
    {
        using var timeout = new CancellationTokenSource(_patience, time);
        return await store.ShowAsync(siteId, time.GetUtcNow().UtcDateTime.AddHours(-hours), timeout.Token);
    }

    /// <inheritdoc />
    public async Task<RedecisionPreview> PreviewAsync(RedecisionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var timeout = new CancellationTokenSource(_patience, time);
        var (site, now) = (SitePolicies.Compile(request.Site), time.GetUtcNow().UtcDateTime);
        var since = now.AddHours(-request.Hours);
        var decision = await KeptDecision.OfAsync(site, request.Released, GrainFactory);
        var landing = new Dictionary<DropReason, ulong>();
        var visitors = new HashSet<ulong>();
        var staying = 0UL;
        for (List<KeptEvent> read = []; ;)
        {
            read = await store.ReadAsync(site.SiteId, since, now.AddSeconds(1), read is [.., var last] ? last : null, EventsAtOnce, timeout.Token);
            foreach (var kept in read)
            {
                if (!decision.Passes(kept.Dropped))
                {
                    staying++;
                    continue;
                }

                landing[kept.Dropped.Matched[0]] = landing.GetValueOrDefault(kept.Dropped.Matched[0]) + 1;
                visitors.Add(kept.Dropped.Event.UserId);
            }

            if (read.Count < EventsAtOnce) break;
        }

        var (removed, visits) = await rows.CountAsync(site, since, timeout.Token);
        return new([.. landing.OrderByDescending(count => count.Value).Select(count => new RedecisionCount(count.Key, count.Value))], (ulong)visitors.Count, staying, removed, visits);
    }
}
