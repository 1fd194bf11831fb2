using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>
/// Sends generated requests to a service of its own, through every way in, and looks for what must not be: a 5xx, a request that hangs, a process that dies or grows, an
/// acknowledged event that is not stored once.
/// </summary>
public sealed class FuzzRun(FuzzOptions options, Action<string> say)
{
    private readonly ConcurrentDictionary<(string Target, int Status), int> _answers = [];
    private readonly ConcurrentQueue<string> _findings = new();
    private long _longest;
    private int _next = -1;

    /// <summary>Runs it.</summary>
    public async Task<FuzzReport> RunAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain = BulkTarget.Site });
        IFuzzTarget[] all = [new EventTarget(service), new BulkTarget(service, service.AdminKey), new ApiTarget(service, service.AdminKey), new ClickHouseTarget(service)];
        IFuzzTarget[] targets = [.. all.Where(target => options.Targets.Count == 0 || options.Targets.Contains(target.Name))];
        // ClickHouse starts in the background, and a child that is started again has another id.
        await service.ClickHouse.EventuallyAsync("SELECT 1", "1");
        var child = await service.ChildIdAsync();
        if (options.Only is { } only) return await OneAsync(targets, only);

        var began = TimeProvider.System.GetTimestamp();
        await SendAsync(targets, options.Requests / 2);
        var halfway = await UsedByService.ReadAsync(service.Id);
        say($"half of it after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s: {halfway}");
        await SendAsync(targets, options.Requests);
        var took = TimeProvider.System.GetElapsedTime(began);

        if (service.HasExited) _findings.Enqueue($"the service has ended:\n{service.Output}");
        else await LookAsync(service, targets, child);
        var end = await UsedByService.ReadAsync(service.Id);
        if (end.HasGrownSince(halfway)) _findings.Enqueue($"it grows: {halfway} halfway, {end} at the end");
        return new(_answers, _findings, TimeSpan.FromSeconds((double)_longest / TimeProvider.System.TimestampFrequency), took, halfway, end);
    }

    private async Task LookAsync(ServiceProcess service, IFuzzTarget[] targets, int child)
    {
        using (var health = await service.Client.GetAsync(new Uri("api/health", UriKind.Relative)))
        {
            if (!health.IsSuccessStatusCode) _findings.Enqueue($"health is {(int)health.StatusCode} at the end: {await health.Content.ReadAsStringAsync()}");
        }

        if (await service.ChildIdAsync() != child) _findings.Enqueue($"the embedded ClickHouse died:\n{service.Output}");
        await service.ClickHouse.EventuallyAsync("SELECT 1", "1");
        await CountAsync(service.ClickHouse, targets);
        foreach (var target in targets)
        {
            foreach (var wrong in await target.CompareAsync(service.ClickHouse)) _findings.Enqueue(wrong);
        }

        var (audit, status) = await service.ClickHouse.AuditAsync();
        if (status != 0) _findings.Enqueue($"audit: {audit}");
        var letters = Path.Combine(service.DataDirectory, "log", "dead-letters");
        if (Directory.Exists(letters) && Directory.EnumerateFiles(letters).Any()) _findings.Enqueue($"dead letters: {string.Join(' ', Directory.EnumerateFiles(letters).Select(Path.GetFileName))}");
    }

    /// <summary>Rows are counted over all sites and ways in: mutations give events other sites than their own.</summary>
    private async Task CountAsync(ClickHouseHttp clickHouse, IFuzzTarget[] targets)
    {
        var (rows, unknown, stored) = (targets.Sum(target => target.Rows), targets.Sum(target => target.Unknown), 0);
        say($"{rows} rows were acknowledged, {unknown} may be stored beside them");
        try
        {
            await Until.TrueAsync(
                async () => (stored = int.Parse((await clickHouse.QueryAsync("SELECT count() FROM events_v2"))[0], CultureInfo.InvariantCulture)) >= rows,
                TimeSpan.FromMinutes(2), () => $"{rows} rows were acknowledged, {stored} are stored");
        }
        catch (TimeoutException error)
        {
            _findings.Enqueue(error.Message);
        }

        if (stored > rows + unknown) _findings.Enqueue($"{rows} rows were acknowledged and {unknown} may be beside them, but {stored} are stored");
    }

    /// <summary>Sends the next requests, up to a number.</summary>
    private Task SendAsync(IFuzzTarget[] targets, int upTo) => Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(async () =>
    {
        var connections = targets.Select(target => new FuzzConnection(target.Port)).ToArray();
        for (int number; (number = Interlocked.Increment(ref _next)) < upTo;) await SendAsync(targets, connections, number);
        Interlocked.Decrement(ref _next);
        foreach (var connection in connections) connection.Dispose();
    })));

    private async Task SendAsync(IFuzzTarget[] targets, FuzzConnection[] connections, int number)
    {
        var (at, request) = Make(targets, number);
        var target = targets[at];
        var began = TimeProvider.System.GetTimestamp();
        string? wrong;
        try
        {
            var answer = await connections[at].SendAsync(request, options.Patience);
            _answers.AddOrUpdate((target.Name, answer.Status), 1, (_, before) => before + 1);
            var isRefusal = answer.Status >= 500 && target is not ClickHouseTarget;
            wrong = isRefusal ? $"{answer.Status} {answer.Body}" : target.Judge(request, answer);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException)
        {
            wrong = error.Message;
        }

        InterlockedMax(ref _longest, TimeProvider.System.GetTimestamp() - began);
        if (wrong is not null) _findings.Enqueue($"request {number} to {target.Name} (repeat it with --seed {options.Seed} --only {number}): {wrong}");
    }

    private (int Target, FuzzRequest Request) Make(IFuzzTarget[] targets, int number)
    {
        // Not HashCode: another process must make the same request.
        var random = new Random(unchecked(options.Seed * 1_000_003 + number));
        var drawn = random.Next(targets.Sum(target => target.Share));
        var at = 0;
        while (drawn >= targets[at].Share) drawn -= targets[at++].Share;
        return (at, targets[at].Make(random, number));
    }

    private async Task<FuzzReport> OneAsync(IFuzzTarget[] targets, int number)
    {
        var (at, request) = Make(targets, number);
        foreach (var piece in request.Pieces) say(Encoding.Latin1.GetString(piece));
        using var connection = new FuzzConnection(targets[at].Port);
        var answer = await connection.SendAsync(request, options.Patience);
        say(string.Create(CultureInfo.InvariantCulture, $"\n\n{answer.Headers}\n\n{answer.Body}"));
        var wrong = answer.Status >= 500 ? [$"{answer.Status}"] : Array.Empty<string>();
        return new(new Dictionary<(string, int), int> { [(targets[at].Name, answer.Status)] = 1 }, wrong, TimeSpan.Zero, TimeSpan.Zero, new(0, 0), new(0, 0));
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var before = Volatile.Read(ref target); value > before;)
        {
            var seen = Interlocked.CompareExchange(ref target, value, before);
            if (seen == before) return;
            before = seen;
        }
    }
}
