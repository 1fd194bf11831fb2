using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>
/// <c>import FILE</c>: sends a file of events to a service. Exit status 0 when every line was taken, 1 when something was left (lines that are no events, or the
/// service went away), 2 when it could not begin.
/// </summary>
internal static class ImportCommand
{
    private const int MostEventsUnderWay = 20_000;

    private static readonly Argument<string> _file = new("FILE") { Description = "NDJSON, one event of the bulk endpoint a line (docs/import.md); packed when its name ends in .gz; - for the standard input." };
    private static readonly Option<string?> _url = new("--url") { Description = "Address of the service. Default: Ingest:AdminUrls, else Urls, else http://127.0.0.1:8080." };
    private static readonly Option<string?> _key = new("--key") { Description = "Key of its API. Default: Ingest:AdminKey, else the one kept in the data directory." };
    private static readonly Option<bool> _backdate = new("--backdate") { Description = "Takes events that are older than three days." };
    private static readonly Option<string?> _state = new("--state") { Description = "File that says how far the import has come, so that the same command goes on there. Default: FILE.import; none for the standard input." };
    private static readonly Option<string?> _rejected = new("--rejected") { Description = "File for lines that are no usable events. Default: FILE.rejected; for the standard input they are shown." };
    private static readonly Option<int> _batch = new("--batch") { Description = "Events of a request, 1 to 10,000.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Requests on their way at once, 1 to 16, as long as they hold at most 20,000 events together; a visitor's events stay in their order.", DefaultValueFactory = _ => 4,
    };

    private static readonly Option<int> _patience = new("--patience") { Description = "Seconds for which the service may be away before the import ends.", DefaultValueFactory = _ => 600 };

    public static Command Create()
    {
        var command = new Command("import", "Sends a file of events to a running service; the same command again goes on where it was interrupted. Every event is stored once.")
        {
            _file, _url, _key, _backdate, _state, _rejected, _batch, _parallel, _patience,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        _batch.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000) result.AddError("--batch must be from 1 to 10000.");
        });
        _parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16) result.AddError("--parallel must be from 1 to 16.");
        });
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        ImportRun? run = null;
        try
        {
            var settings = SettingsOf(parsed);
            using var client = new ImportClient(settings.Service, settings.Key, settings.Backdate);
            await using var source = await ImportSource.OpenAsync(settings.File, stopping.Token);
            run = new(settings, client, source, console.Error, TimeProvider.System);
            await ImportProgress.ShowAsync(!Console.IsOutputRedirected, console.Output, TimeProvider.System, progress => run.RunAsync(progress, stopping.Token));
            console.Output.WriteLine(Summary(run.State, settings));
            return run.State.Invalid == 0 ? 0 : 1;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Interrupted after {run?.State.Lines ?? 0:N0} lines: the same command again goes on there."));
            return 1;
        }
        catch (Exception error) when (error is ImportRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            console.Error.WriteLine(error.Message);
            return run is { State.Lines: > 0 } ? 1 : 2;
        }

        void Stop(PosixSignalContext signal)
        {
            // The second one ends the process at once: the state file is good at any moment.
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }
    }

    private static ImportSettings SettingsOf(ParseResult parsed)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. parsed.UnmatchedTokens]).Build();
        var file = parsed.GetValue(_file)!;
        var isInput = file == ImportSource.StandardInput;
        if (!isInput && !File.Exists(file)) throw new ImportRefusedException($"There is no file '{file}': give the path of a file of NDJSON, or - for the standard input.");
        return new(
            file,
            ImportTarget.ServiceOf(parsed.GetValue(_url), configuration),
            ImportTarget.KeyOf(parsed.GetValue(_key), configuration),
            parsed.GetValue(_backdate),
            parsed.GetValue(_state) ?? (isInput ? null : file + ".import"),
            parsed.GetValue(_rejected) ?? (isInput ? null : file + ".rejected"),
            parsed.GetValue(_batch),
            // What a front end lets in at once by default (Ingest:MaxWaitingRequests); more would be refused and sent again.
            Math.Clamp(MostEventsUnderWay / parsed.GetValue(_batch), 1, parsed.GetValue(_parallel)),
            TimeSpan.FromSeconds(parsed.GetValue(_patience)));
    }

    private static string Summary(ImportState state, ImportSettings settings)
    {
        var dropped = state.Dropped.Values.Sum();
        var reasons = string.Join(", ", state.Dropped.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value}")));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {state.Lines} lines
              {state.Accepted} accepted
              {state.Duplicate} duplicate
              {dropped} dropped{(dropped == 0 ? "" : $": {reasons}")}
              {state.Invalid} invalid{(state.Invalid == 0 ? "" : settings.RejectedPath is { } path ? $", with their line numbers in {path}" : ", shown above")}
            """);
    }
}
