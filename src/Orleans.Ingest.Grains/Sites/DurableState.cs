namespace Orleans.Ingest.Grains.Sites;

/// <summary>Writes of a grain's state after which memory never holds what the storage refused.</summary>
internal static class DurableState
{
    /// <summary>When its task completes, the changed state is durable. When it fails, the grain goes on with what the storage holds.</summary>
    public static async Task ChangeAsync<T>(this IPersistentState<T> stored, T changed)
    {
        var before = stored.State;
        stored.State = changed;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            stored.State = before;
            await TryReadAsync(stored);
            throw;
        }
    }

    /// <summary>When its task completes, nothing is kept.</summary>
    public static async Task ForgetAsync<T>(this IPersistentState<T> stored)
        where T : new()
    {
        await stored.ClearStateAsync();
        stored.State = new();
    }

    // A write that was answered by an error may have arrived all the same. If the storage does not answer this either, the version held
    // here is an old one: the next write is refused for it, and Orleans starts the grain anew from what is stored.
    private static async Task TryReadAsync<T>(IPersistentState<T> stored)
    {
        try
        {
            await stored.ReadStateAsync();
        }
        catch (Exception)
        {
            // The caller hears of the failed write, which came first.
        }
    }
}
