using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Drivers;

/// <summary>The real program as a process of its own, with its own data directory and ports.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly ProgramProcess _process;
    private readonly bool _ownsDirectory;

    private ServiceProcess(string? dataDirectory, int? openFiles = null)
    {
        _ownsDirectory = dataDirectory is null;
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("ingest-e2e-").FullName;
        _process = ProgramProcess.OfServer(DataDirectory, openFiles);
        var (web, clickHouse) = (FreePort.Next(), FreePort.Next());
        Url = new($"http://127.0.0.1:{web}/");
        ClickHouse = new(new Uri($"http://127.0.0.1:{clickHouse}/"));
        Set("Urls", Url.ToString().TrimEnd('/'));
        Set("Ingest__DataDirectory", DataDirectory);
        Set("Ingest__ClickHouse__HttpPort", clickHouse.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set("Ingest__FlushInterval", "00:00:00.200");
        Client = new() { BaseAddress = Url };
    }

    public string DataDirectory { get; }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public ClickHouseHttp ClickHouse { get; }

    /// <summary>All that the program has printed.</summary>
    public string Output => _process.Output;

    public int Id => _process.Id;

    /// <summary>The key that the first start has made.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(DataDirectory, "admin-key")).Trim();

    public bool HasExited => _process.HasExited;

    public static Task<ServiceProcess> StartAsync(params (string Key, string Value)[] settings) => StartAsync(openFiles: null, settings);

    /// <summary>The same with a limit to the files that it may have open.</summary>
    public static async Task<ServiceProcess> StartAsync(int? openFiles, params (string Key, string Value)[] settings)
    {
        var service = new ServiceProcess(null, openFiles);
        foreach (var (key, value) in settings) service.Set(key, value);
        await service.StartAgainAsync();
        return service;
    }

    public void Set(string key, string value) => _process.Environment[key] = value;

    /// <summary>From the next start on.</summary>
    public void Unset(string key) => _process.Environment.Remove(key);

    /// <summary>Starts the program and waits until it accepts events.</summary>
    public async Task StartAgainAsync()
    {
        _process.Start();
        await _process.HealthyAsync(Client, new(Url, "api/health"), _patience);
        await Until.TrueAsync(() => Task.FromResult(Output.Contains("Orleans.Ingest is at", StringComparison.Ordinal)), _patience, () => $"No banner:\n{Output}");
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    /// <summary><c>kill -9</c> for the embedded ClickHouse, or the next one when it is just being started again.</summary>
    public async Task KillClickHouseAsync()
    {
        using var child = Process.GetProcessById(await ChildIdAsync());
        child.Kill();
        await child.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public Task<int> StopAsync() => _process.StopAsync(_patience);

    /// <summary>Id of the embedded ClickHouse's process; waits for one while the service is starting it again.</summary>
    public async Task<int> ChildIdAsync()
    {
        int? child = null;
        await Until.TrueAsync(() => Task.FromResult((child = FindChild()) is not null), _patience, () => $"The service has no child:\n{Output}");
        return child!.Value;
    }

    public async Task<HttpResponseMessage> SendAsync(string json, string? userAgent = null, string? address = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/event") { Content = new StringContent(json, Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("User-Agent", userAgent ?? "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
        if (address is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        return await Client.SendAsync(request);
    }

    /// <summary>Calls the Sites API with the key that the start has kept; fails when it refuses.</summary>
    public async Task<JsonElement> CallSitesApiAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/sites{path}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", AdminKey);
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Dispose();
        Client.Dispose();
        ClickHouse.Dispose();
        if (!_ownsDirectory) return;
        // The child of a killed service takes a moment to end.
        await Until.TrueAsync(() => Task.FromResult(TryDelete()), _patience, () => $"{DataDirectory} is still in use.");
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(DataDirectory, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private int? FindChild() => Directory.EnumerateDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))
        .Cast<int?>()
        .FirstOrDefault(id => ParentOf(id!.Value) == Id);

    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
