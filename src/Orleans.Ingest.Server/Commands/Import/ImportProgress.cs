using System.Globalization;
using Spectre.Console;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Shows how far an import has come: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class ImportProgress
{
    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and shows its progress.</summary>
    public static Task ShowAsync(bool isTerminal, TextWriter output, TimeProvider time, Func<Action<ImportState, double?>, Task> work) =>
        isTerminal ? BarAsync(work) : LinesAsync(output, time, work);

    private static Task BarAsync(Func<Action<ImportState, double?>, Task> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("reading", maxValue: 1);
            bar.IsIndeterminate = true;
            await work((state, share) =>
            {
                bar.Description = Text(state);
                bar.IsIndeterminate = share is null;
                bar.Value = share ?? 0;
            });
            bar.IsIndeterminate = false;
            bar.Value = 1;
        });

    private static Task LinesAsync(TextWriter output, TimeProvider time, Func<Action<ImportState, double?>, Task> work)
    {
        var last = time.GetTimestamp();
        return work((state, share) =>
        {
            if (time.GetElapsedTime(last) < _betweenLines) return;
            last = time.GetTimestamp();
            output.WriteLine(share is { } part ? string.Create(CultureInfo.InvariantCulture, $"{Text(state)} ({part:P0})") : Text(state));
        });
    }

    private static string Text(ImportState state) => string.Create(CultureInfo.InvariantCulture, $"{state.Lines:N0} lines");
}
