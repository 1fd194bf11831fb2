using System.Text;

namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>
/// What ties a supervised process to its parent: standard input, whose first line is the writer's secret and whose end is the
/// parent's end (also after kill -9; PDEATHSIG would fire when the forking thread ends), and standard output for what it reports.
/// </summary>
internal sealed class ParentPipe(TextReader input, Stream output)
{
    private const string ReadyWord = "ready ";
    private const string FailedWord = "failed ";

    public static ParentPipe OfThisProcess() => new(new StreamReader(Console.OpenStandardInput(), Encoding.UTF8), Console.OpenStandardOutput());

    public async Task<string> ReadSecretAsync(CancellationToken cancellationToken) =>
        await input.ReadLineAsync(cancellationToken) is { Length: > 0 } secret
            ? secret
            : throw new InvalidOperationException($"{EmbeddedClickHouseOptions.Section}:Supervised is set, but standard input holds no secret: it is for the parent to set; leave it out to start the role by itself.");

    /// <summary>Completes when the parent has closed its end or is gone.</summary>
    public async Task WaitForEndAsync()
    {
        try
        {
            while (await input.ReadLineAsync() is not null)
            {
                // Nothing more is said through the pipe.
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end as well.
        }
    }

    public Task ReportReadyAsync(int port) => WriteLineAsync(ReadyWord + port);

    public Task ReportFailureAsync(string reason) => WriteLineAsync(FailedWord + reason.ReplaceLineEndings(" "));

    /// <summary>The port in a child's report, or null if the line says something else.</summary>
    public static int? ReadyPort(string line) =>
        line.StartsWith(ReadyWord, StringComparison.Ordinal) && int.TryParse(line.AsSpan(ReadyWord.Length), out var port) ? port : null;

    /// <summary>The reason in a child's report, or null if the line says something else.</summary>
    public static string? FailureReason(string line) =>
        line.StartsWith(FailedWord, StringComparison.Ordinal) ? line[FailedWord.Length..] : null;

    private async Task WriteLineAsync(string line)
    {
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // The parent is gone; the end of standard input says so too.
        }
    }
}
