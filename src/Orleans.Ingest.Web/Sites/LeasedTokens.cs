namespace Orleans.Ingest.Web.Sites;

/// <summary>The tokens of a site's leases in one window of its rate limit; unspent ones die with it.</summary>
internal sealed class LeasedTokens(DateTime start, TimeSpan length)
{
    private int _tokens;
    private volatile bool _isUsedUp;

    public DateTime Start { get; } = start;

    public DateTime End { get; } = start + length;

    /// <summary>The site has no token left in this window, for any front end.</summary>
    public bool IsUsedUp => _isUsedUp;

    /// <summary>Tokens that are left here.</summary>
    public int Available => Math.Max(0, Volatile.Read(ref _tokens));

    public void Add(int tokens) => Interlocked.Add(ref _tokens, tokens);

    public void UseUp() => _isUsedUp = true;

    public bool TryTake()
    {
        if (Volatile.Read(ref _tokens) <= 0) return false;
        if (Interlocked.Decrement(ref _tokens) >= 0) return true;
        Interlocked.Increment(ref _tokens);
        return false;
    }
}
