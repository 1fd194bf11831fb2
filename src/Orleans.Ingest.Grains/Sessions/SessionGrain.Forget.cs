using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionGrain
{
    /// <inheritdoc />
    public async ValueTask<ForgetStatus> ForgetAsync(DateTime at)
    {
        while (true)
        {
            if (_durable is null)
            {
                await LoadAsync(CancellationToken.None);
                continue;
            }

            if (Sessions.Newest is not null)
            {
                var pending = _gathering ??= new(Sessions);
                pending.Forget(at);
                Fly();
                return (await pending.Outcome).Status == RecordStatus.Stored ? ForgetStatus.Ended : ForgetStatus.Unavailable;
            }

            // Not by this activation's memory alone: another one may have begun a session since.
            if (await NothingIsNewerAsync()) return ForgetStatus.NothingToForget;
        }
    }
}
