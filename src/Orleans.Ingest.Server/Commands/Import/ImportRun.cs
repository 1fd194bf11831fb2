using System.Collections.Immutable;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>
/// Reads a file and sends it, part after part in the order of its lines, along a few lanes at once. A part is done when it and all before it are answered; then the state is kept,
/// so that a run that was killed goes on with the first part that it had not noted, whose lines have the same ids again.
/// </summary>
internal sealed class ImportRun(ImportSettings settings, ImportClient client, ImportSource source, TextWriter errors, TimeProvider time)
{
    private const int MaxPartBytes = 32_000_000;

    /// <summary>So no lane waits for the slowest one of a part, and what is in memory and sent again after a kill stays little.</summary>
    private const int MostPartsUnderWay = 2;

    private static readonly ImportResult _noObject = new("invalid", Errors: """{"request":["Unable to parse request body as json"]}""");
    private readonly ImmutableArray<ImportLane> _lanes = [.. Enumerable.Range(0, settings.Lanes).Select(_ => new ImportLane(settings, client, time))];

    /// <summary>How far the run has come.</summary>
    public ImportState State { get; private set; } = new();

    /// <summary>Sends all that is left; every line is answered when its task completes.</summary>
    /// <param name="progress">Told after each part.</param>
    /// <param name="cancellationToken">Ends the run: what is under way is answered and noted first, unless the service is away.</param>
    /// <exception cref="ImportRefusedException">The service refuses, or was away for too long.</exception>
    public async Task RunAsync(Action<ImportState, double?> progress, CancellationToken cancellationToken)
    {
        var file = new ImportStateFile(settings.StatePath);
        State = file.Load(source.Id);
        using var rejected = new RejectedLines(settings.RejectedPath, errors);
        rejected.Begin(State.RejectedBytes);
        await source.SkipAsync(State.Offset, State.Lines, cancellationToken);
        var tally = new ImportTally(State, rejected);
        using var failed = new CancellationTokenSource();
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, failed.Token);
        var underWay = new Queue<(ImportPart Part, Task Answered)>();
        try
        {
            while (await ReadAsync(cancellationToken) is { } part)
            {
                underWay.Enqueue((part, SendAsync(part, impatient.Token, failed.Token)));
                if (underWay.Count == MostPartsUnderWay) await NoteNextAsync();
            }

            while (underWay.Count > 0) await NoteNextAsync();
        }
        catch
        {
            await failed.CancelAsync();
            foreach (var (_, answered) in underWay) await answered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        cancellationToken.ThrowIfCancellationRequested();

        async Task NoteNextAsync()
        {
            var (part, answered) = underWay.Peek();
            await answered;
            underWay.Dequeue();
            for (var place = 0; place < part.Lines.Length; place++)
                tally.Add(part.Lines[place], part.Lines[place].Json is null ? _noObject : part.Results[place]);
            rejected.Sync();
            State = tally.StateAt(part.Offset, part.LastLine);
            file.Save(State);
            progress(State, part.Share);
        }
    }

    /// <summary>The next lines; null at the end of the file, and when the run is to end.</summary>
    private async Task<ImportPart?> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<ImportLine>();
        var (isAny, bytes) = (false, 0);
        try
        {
            while (lines.Count < settings.BatchLines * settings.Lanes && bytes < MaxPartBytes && await source.NextAsync(cancellationToken) is { } text)
            {
                isAny = true;
                if (text.AsSpan().Trim(" \t\r"u8).IsEmpty) continue;
                lines.Add(ImportLine.Of(source.Id, source.Lines, text));
                bytes += text.Length;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null; // What was read of it was not sent.
        }

        return isAny && !cancellationToken.IsCancellationRequested ? new(lines.ToImmutable(), source.Offset, source.Lines, source.Share) : null;
    }

    private Task SendAsync(ImportPart part, CancellationToken impatient, CancellationToken failed)
    {
        var places = part.Lanes(_lanes.Length);
        return Task.WhenAll(_lanes.Select((lane, i) => lane.SendAsync(part, places[i], impatient, failed)));
    }
}
