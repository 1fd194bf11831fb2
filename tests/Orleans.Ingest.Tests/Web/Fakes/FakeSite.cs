using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>A site's grain: settings, and tokens of one window out of the threshold.</summary>
public sealed class FakeSite(TimeProvider time) : ISiteGrain
{
    private long _nextId;
    private DateTime _window;
    private int _handedOut;

    public SiteSettings? Settings { get; set; }
    public int Leases { get; private set; }
    public List<int> Wanted { get; } = [];
    public int TokensAtOnce { get; set; } = 2;

    /// <summary>Set to make every call fail.</summary>
    public Exception? Failure { get; set; }

    public ValueTask<SiteLease> LeaseAsync(int wanted)
    {
        lock (Wanted)
        {
            Leases++;
            Wanted.Add(wanted);
            if (Failure is { } failure) return ValueTask.FromException<SiteLease>(failure);
            var scale = Settings?.IngestRateLimitScaleSeconds ?? 60;
            var now = time.GetUtcNow().UtcDateTime;
            var window = new DateTime(now.Ticks - now.Ticks % TimeSpan.FromSeconds(scale).Ticks, DateTimeKind.Utc);
            if (window != _window) (_window, _handedOut) = (window, 0);
            var tokens = wanted == 0 ? 0 : Math.Min(TokensAtOnce, Math.Max(0, (Settings?.IngestRateLimitThreshold ?? 0) - _handedOut));
            _handedOut += tokens;
            return new(new SiteLease { Site = Settings, Window = window, Tokens = tokens, Lifetime = TimeSpan.FromSeconds(1), Left = Settings?.IngestRateLimitThreshold - _handedOut });
        }
    }

    public Task<SiteSettings?> GetAsync() => Failure is { } failure ? Task.FromException<SiteSettings?>(failure) : Task.FromResult(Settings);

    public Task<SiteSettings?> PutAsync(SiteSettings settings)
    {
        Settings = settings with { Id = Settings!.Id, Domain = Settings.Domain, Shields = Settings.Shields, Goals = Settings.Goals };
        return Task.FromResult<SiteSettings?>(Settings);
    }

    public Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value)
    {
        var (kept, error) = ShieldJudgement.Of(Settings!, kind, value);
        if (kept is null) return Task.FromResult<ShieldOutcome?>(new(null, error));
        var rule = new ShieldRule(++_nextId, kind, kept);
        Settings = Settings! with { Shields = Settings.Shields.Add(rule) };
        return Task.FromResult<ShieldOutcome?>(new(rule, null));
    }

    public Task<bool> RemoveShieldAsync(ShieldKind kind, long id)
    {
        var left = Settings!.Shields.RemoveAll(rule => rule.Kind == kind && rule.Id == id);
        var isGone = left.Length < Settings.Shields.Length;
        Settings = Settings with { Shields = left };
        return Task.FromResult(isGone);
    }

    public Task<Goal?> AddGoalAsync(string eventName, string? currency)
    {
        var goal = Settings!.Goals.FirstOrDefault(one => one.EventName == eventName) ?? new(++_nextId, eventName, currency);
        Settings = Settings with { Goals = [.. Settings.Goals.Where(one => one.EventName != eventName).ToImmutableArray(), goal] };
        return Task.FromResult<Goal?>(goal);
    }

    public Task<bool> RemoveGoalAsync(long id)
    {
        var left = Settings!.Goals.RemoveAll(goal => goal.Id == id);
        var isGone = left.Length < Settings.Goals.Length;
        Settings = Settings with { Goals = left };
        return Task.FromResult(isGone);
    }

    public Task PointAsync(ulong? siteId, DateTime? until) => throw new NotSupportedException("Only a directory calls this.");
}
