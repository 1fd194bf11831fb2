using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>The grains of visitors whose rows are changed, some at a time.</summary>
internal sealed class VisitorGrains(IGrainFactory grains)
{
    private const int AtOnce = 64;

    /// <summary>A visitor's grain.</summary>
    public ISessionGrain Of(SessionKey visitor) => grains.GetGrain<ISessionGrain>(visitor.ToString());

    /// <summary>The version of each one's newest snapshot: it is another once the visitor has had an event.</summary>
    public Task<Dictionary<SessionKey, ulong>> VersionsAsync(IEnumerable<SessionKey> visitors) => AskAsync(visitors, async visitor => await Of(visitor).VersionAsync());

    /// <summary>What each one answers.</summary>
    public static async Task<Dictionary<SessionKey, T>> AskAsync<T>(IEnumerable<SessionKey> visitors, Func<SessionKey, Task<T>> ask)
    {
        var answers = new Dictionary<SessionKey, T>();
        foreach (var some in visitors.Chunk(AtOnce))
        {
            foreach (var (visitor, answer) in await Task.WhenAll(some.Select(async visitor => (visitor, await ask(visitor))))) answers.Add(visitor, answer);
        }

        return answers;
    }
}
