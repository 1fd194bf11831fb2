using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Http;

namespace Orleans.Ingest.ClickHouse.Embedded;

/// <summary>The <c>clickhouse</c> role, from start to exit code.</summary>
public static partial class EmbeddedClickHouseHost
{
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PortRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Serves until cancelled, until SIGINT or SIGTERM, or, when supervised, until the parent closes standard input. Returns the exit code.</summary>
    /// <param name="options">What to serve, and how.</param>
    /// <param name="configure">Adds to the web host what every process of the service has: this project knows none of that. Called again when the port was still taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<int> RunAsync(EmbeddedClickHouseOptions options, Action<WebApplicationBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        using var logging = LoggerFactory.Create(builder => AddConsole(builder, options.Supervised));
        var logger = logging.CreateLogger(typeof(EmbeddedClickHouseHost));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(stopping, ignored: options.Supervised);
        var parent = options.Supervised ? ParentPipe.OfThisProcess() : null;
        try
        {
            options.Validate();
            var secret = parent is null ? null : await parent.ReadSecretAsync(stopping.Token);
            if (parent is not null) _ = StopWithParentAsync(parent, stopping);

            using var engine = await ClickHouseEngine.OpenAsync(options.DataDirectory, parent is null ? null : IngestionLoad.OfParent(TimeProvider.System), TimeProvider.System, logger, stopping.Token);
            await ServeAsync(options, () => Build(options, new Accounts(options, secret), engine, configure), parent, stopping.Token);
            if (!engine.IsIdle)
            {
                // Closing a connection under its statement aborts the process; the data needs no closing.
                Log.LeavingStatements(logger);
                logging.Dispose();
                ExitNow(0);
            }

            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception error) when (IsOfThisStart(error))
        {
            Log.CannotServe(logger, error.Message);
            if (parent is not null) await parent.ReportFailureAsync(error.Message);
            return 1;
        }
    }

    // Not the port for Prometheus: who configured it says what is wrong with it.
    private static bool IsOfThisStart(Exception error) => error.GetBaseException() is not HttpListenerException
        && error is IOException or InvalidOperationException or InvalidDataException or UnauthorizedAccessException or PlatformNotSupportedException or Native.ChdbException;

    private static async Task StopWithParentAsync(ParentPipe parent, CancellationTokenSource stopping)
    {
        await parent.WaitForEndAsync();
        try
        {
            await stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // This process has ended its work already.
        }
    }

    private static async Task ServeAsync(EmbeddedClickHouseOptions options, Func<WebApplication> build, ParentPipe? parent, CancellationToken stopping)
    {
        await using var app = await StartAsync(options, build, stopping);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Log.Serving(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(EmbeddedClickHouseHost)), port);
        if (parent is not null) await parent.ReportReadyAsync(port);

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stopping.Register(stop.SetResult)) await stop.Task;
        using var drain = new CancellationTokenSource(DrainTime, TimeProvider.System);
        await app.StopAsync(drain.Token);
    }

    // The port of a process that is just ending may still be taken.
    private static async Task<WebApplication> StartAsync(EmbeddedClickHouseOptions options, Func<WebApplication> build, CancellationToken stopping)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var app = build();
            try
            {
                await app.StartAsync(stopping);
                return app;
            }
            catch (IOException error) when (error.InnerException is AddressInUseException)
            {
                await app.DisposeAsync();
                if (TimeProvider.System.GetElapsedTime(began) > PortPatience)
                {
                    throw new IOException(
                        $"Port {options.HttpPort} on 127.0.0.1 is in use by another program: stop that one, or set {EmbeddedClickHouseOptions.Section}:HttpPort (0 takes a free port).", error);
                }
            }

            await Task.Delay(PortRetry, TimeProvider.System, stopping);
        }
    }

    private static WebApplication Build(EmbeddedClickHouseOptions options, Accounts accounts, ClickHouseEngine engine, Action<WebApplicationBuilder>? configure)
    {
        // Empty: what the environment says of ASP.NET Core (its URLs above all) is meant for the parent.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        AddConsole(builder.Logging, options.Supervised);
        builder.Services.AddSingleton<IHostLifetime, OuterLifetime>();
        configure?.Invoke(builder);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.HttpPort);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null; // a client may stop to read for as long as it works on what it has
            kestrel.Limits.MaxRequestLineSize = 1024 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 2 * 1024 * 1024;
        });
        var app = builder.Build();
        var metrics = new StatementMetrics(app.Services.GetRequiredService<IMeterFactory>(), role => engine.Connections(role).Load, TimeProvider.System);
        var endpoint = new ClickHouseEndpoint(engine, accounts, metrics, TimeProvider.System, app.Services.GetRequiredService<ILogger<ClickHouseEndpoint>>());
        app.Run(endpoint.HandleAsync);
        return app;
    }

    // Standard output carries the reports to the parent; log lines go to standard error.
    private static void AddConsole(ILoggingBuilder logging, bool supervised) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical) // the endpoint logs its own failures
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None) // a port still taken is tried again, and told once if it stays so
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = supervised ? LogLevel.Trace : LogLevel.None);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ClickHouse's HTTP interface is at http://127.0.0.1:{Port}/.")]
        public static partial void Serving(ILogger logger, int port);

        [LoggerMessage(2, LogLevel.Warning, "Statements were still running when the time to end them was over; leaving without them.")]
        public static partial void LeavingStatements(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "ClickHouse cannot be served: {Reason}")]
        public static partial void CannotServe(ILogger logger, string reason);
    }
}
