namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>
/// Reads a file and sends it, batch after batch in the order of its lines. A batch is done when each of its lines is answered; then the state is kept, so that a run
/// that was killed goes on with the batch that it had not noted, whose lines have the same ids again.
/// </summary>
internal sealed class ImportRun(ImportSettings settings, ImportClient client, ImportSource source, TextWriter errors, TimeProvider time)
{
    private const int MaxBatchBytes = 8_000_000;
    private const string NoObject = """{"request":["Unable to parse request body as json"]}""";
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(15);

    /// <summary>How far the run has come.</summary>
    public ImportState State { get; private set; } = new();

    /// <summary>Sends all that is left; every line is answered when its task completes.</summary>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Ends the run after the batch that was noted last.</param>
    /// <exception cref="ImportRefusedException">The service refuses, or was away for too long.</exception>
    public async Task RunAsync(Action<ImportState, double?> progress, CancellationToken cancellationToken)
    {
        var file = new ImportStateFile(settings.StatePath);
        State = file.Load(source.Id);
        using var rejected = new RejectedLines(settings.RejectedPath, errors);
        rejected.Begin(State.RejectedBytes);
        await source.SkipAsync(State.Offset, State.Lines, cancellationToken);
        var tally = new ImportTally(State, rejected);
        while (true)
        {
            var batch = await ReadAsync(cancellationToken);
            await DeliverAsync(batch.Where(line => line.Json is not null).ToArray(), tally, cancellationToken);
            foreach (var line in batch.Where(line => line.Json is null)) tally.Reject(line, NoObject);
            rejected.Sync();
            if (source.Lines > State.Lines)
            {
                State = tally.StateAt(source.Offset, source.Lines);
                file.Save(State);
                progress(State, source.Share);
            }

            if (batch.Count == 0) return;
        }
    }

    /// <summary>The next lines; none at the end of the file.</summary>
    private async Task<List<ImportLine>> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<ImportLine>();
        var bytes = 0;
        while (lines.Count < settings.BatchLines && bytes < MaxBatchBytes && await source.NextAsync(cancellationToken) is { } text)
        {
            if (text.AsSpan().Trim(" \t\r"u8).IsEmpty) continue;
            lines.Add(ImportLine.Of(source.Id, source.Lines, text));
            bytes += text.Length;
        }

        return lines;
    }

    private async Task DeliverAsync(ImportLine[] lines, ImportTally tally, CancellationToken cancellationToken)
    {
        var (left, pause, answeredAt) = (lines, _firstPause, time.GetTimestamp());
        while (left.Length > 0)
        {
            var answer = await client.SendAsync(left, cancellationToken);
            if (answer.IsTooLarge)
            {
                await DeliverHalvesAsync(left, tally, cancellationToken);
                return;
            }

            if (!answer.Results.IsDefaultOrEmpty)
            {
                var unavailable = left.Where((line, i) => !tally.TryAdd(line, answer.Results[i])).ToArray();
                // Some were answered: the service is there.
                if (unavailable.Length < left.Length) (pause, answeredAt) = (_firstPause, time.GetTimestamp());
                left = unavailable;
            }

            if (left.Length == 0) return;
            if (time.GetElapsedTime(answeredAt) > settings.Patience)
                throw new ImportRefusedException($"{answer.Fault} for {settings.Patience}: run the same command again when it does, it goes on where it is now.");
            await Task.Delay(answer.RetryAfter is { } asked && asked > pause && asked < settings.Patience ? asked : pause, time, cancellationToken);
            if (pause < _longestPause) pause *= 2;
        }
    }

    private async Task DeliverHalvesAsync(ImportLine[] lines, ImportTally tally, CancellationToken cancellationToken)
    {
        if (lines.Length == 1)
        {
            tally.Reject(lines[0], """{"request":["is larger than the service takes (Ingest:MaxBulkBytes)"]}""");
            return;
        }

        await DeliverAsync(lines[..(lines.Length / 2)], tally, cancellationToken);
        await DeliverAsync(lines[(lines.Length / 2)..], tally, cancellationToken);
    }
}
