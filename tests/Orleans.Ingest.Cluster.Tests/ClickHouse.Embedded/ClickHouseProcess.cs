using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

/// <summary>The program in its clickhouse role, by itself, on a free port and a directory of its own.</summary>
public sealed class ClickHouseProcess : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clickhouse").FullName;
    private readonly List<string> _output = [];
    private Process? _process;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Address { get; private set; } = null!;

    public string DataDirectory => _directory;

    /// <summary>The most memory the process has had resident, in bytes.</summary>
    public long PeakMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{_process!.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Pieces of its address space, of which a process may have so many (<c>vm.max_map_count</c>).</summary>
    public int Mappings => File.ReadLines($"/proc/{_process!.Id}/maps").Count();

    public static IReadOnlyList<string> Command => ["dotnet", Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll")];

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(Command[0], Command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Ingest__Role"] = "clickhouse";
        start.Environment["Ingest__ClickHouse__DataDirectory"] = _directory;
        start.Environment["Ingest__ClickHouse__HttpPort"] = "0";
        _process = Process.Start(start)!;
        const string Mark = "interface is at ";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Add(line);
            if (line.IndexOf(Mark, StringComparison.Ordinal) is var at and >= 0)
            {
                Address = new Uri(line[(at + Mark.Length)..].TrimEnd('.'));
                Http.BaseAddress = Address;
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("ClickHouse did not start: " + string.Join('\n', _output) + await _process.StandardError.ReadToEndAsync());
    }

    public async Task<string> QueryAsync(string sql, string query = "")
    {
        using var response = await PostAsync(sql, query);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text.TrimEnd('\n') : throw new InvalidOperationException(text);
    }

    public Task<HttpResponseMessage> PostAsync(string sql, string query = "") => PostAsync(Encoding.UTF8.GetBytes(sql), query);

    public Task<HttpResponseMessage> PostAsync(byte[] body, string query = "", string? coding = null)
    {
        var content = new ByteArrayContent(body);
        if (coding is not null) content.Headers.ContentEncoding.Add(coding);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return Http.PostAsync(new Uri("/" + query, UriKind.Relative), content);
    }

    /// <summary>Waits until a query answers this.</summary>
    public async Task EventuallyAsync(string sql, string expected, CancellationToken cancellationToken)
    {
        while (await QueryAsync(sql) != expected) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is { HasExited: false }) _process.Kill();
        if (_process is not null) await _process.WaitForExitAsync();
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
