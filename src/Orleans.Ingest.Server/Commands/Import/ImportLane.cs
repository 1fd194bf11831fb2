namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>One of the ways to the service: one request at a time, so what goes along it arrives in its order. Sends again what was not answered.</summary>
internal sealed class ImportLane(ImportSettings settings, ImportClient client, TimeProvider time)
{
    private const int MaxRequestBytes = 8_000_000;
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(15);
    private static readonly ImportResult _tooLarge = new("invalid", Errors: """{"request":["is larger than the service takes (Ingest:MaxBulkBytes)"]}""");
    private Task _last = Task.CompletedTask;

    /// <summary>Sends lines of a part behind those that were given before; each is answered when the task completes.</summary>
    /// <param name="part">The part; takes the answers.</param>
    /// <param name="places">Places of the lines in it.</param>
    /// <param name="impatient">Nothing is waited for any more: what is not answered at once is given up.</param>
    /// <param name="failed">Nothing is sent any more.</param>
    /// <exception cref="ImportRefusedException">The service refuses, or was away for too long.</exception>
    public Task SendAsync(ImportPart part, int[] places, CancellationToken impatient, CancellationToken failed) => _last = BehindAsync(_last, part, places, impatient, failed);

    private async Task BehindAsync(Task last, ImportPart part, int[] places, CancellationToken impatient, CancellationToken failed)
    {
        await last;
        for (var from = 0; from < places.Length;)
        {
            var (count, bytes) = (0, 0);
            while (from + count < places.Length && count < settings.BatchLines && bytes < MaxRequestBytes) bytes += part.Lines[places[from + count++]].Text.Length;
            await DeliverAsync(part, places[from..(from + count)], impatient, failed);
            from += count;
        }
    }

    private async Task DeliverAsync(ImportPart part, int[] left, CancellationToken impatient, CancellationToken failed)
    {
        var (pause, answeredAt) = (_firstPause, time.GetTimestamp());
        while (true)
        {
            failed.ThrowIfCancellationRequested();
            var answer = await client.SendAsync([.. left.Select(place => part.Lines[place])], failed);
            if (answer.IsTooLarge)
            {
                await DeliverHalvesAsync(part, left, impatient, failed);
                return;
            }

            if (!answer.Results.IsDefaultOrEmpty)
            {
                var before = left.Length;
                left = Unanswered(part, left, answer);
                // Some were answered: the service is there.
                if (left.Length < before) (pause, answeredAt) = (_firstPause, time.GetTimestamp());
            }

            if (left.Length == 0) return;
            if (time.GetElapsedTime(answeredAt) > settings.Patience)
                throw new ImportRefusedException($"{answer.Fault} for {settings.Patience}: run the same command again when it does, it goes on where it is now.");
            await Task.Delay(answer.RetryAfter is { } asked && asked > pause && asked < settings.Patience ? asked : pause, time, impatient);
            if (pause < _longestPause) pause *= 2;
        }
    }

    private static int[] Unanswered(ImportPart part, int[] places, ImportAnswer answer)
    {
        var unanswered = new List<int>();
        for (var i = 0; i < places.Length; i++)
        {
            if (answer.Results[i].IsFinal) part.Answer(places[i], answer.Results[i]);
            else unanswered.Add(places[i]);
        }

        return [.. unanswered];
    }

    private async Task DeliverHalvesAsync(ImportPart part, int[] places, CancellationToken impatient, CancellationToken failed)
    {
        if (places.Length == 1)
        {
            part.Answer(places[0], _tooLarge);
            return;
        }

        await DeliverAsync(part, places[..(places.Length / 2)], impatient, failed);
        await DeliverAsync(part, places[(places.Length / 2)..], impatient, failed);
    }
}
