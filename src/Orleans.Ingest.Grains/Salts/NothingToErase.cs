namespace Orleans.Ingest.Grains.Salts;

/// <summary>For a storage that overwrites what it deletes, as the local one does.</summary>
internal sealed class NothingToErase : ISaltErasure
{
    /// <inheritdoc />
    public Task EraseAsync() => Task.CompletedTask;
}
