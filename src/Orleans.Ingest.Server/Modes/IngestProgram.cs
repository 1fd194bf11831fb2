using Microsoft.Extensions.Options;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Server.Commands.Validate;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Chooses what this process is: the only place that asks for mode and role.</summary>
internal static class IngestProgram
{
    /// <summary>Runs until stopped; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        try
        {
            return (configuration["Ingest:Role"], configuration["Ingest:Mode"]) switch
            {
                ("clickhouse", _) => await ClickHouseRole.RunAsync(configuration),
                (_, "cluster") => await ClusterMode.RunAsync(args),
                _ => await EmbeddedMode.RunAsync(args),
            };
        }
        catch (OptionsValidationException invalid)
        {
            return Refuse([.. invalid.Failures]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or OrleansConfigurationException or LogUnavailableException)
        {
            // What a start can meet on a machine: a port or a directory in use, a disk that is read-only.
            return Refuse(error.Message);
        }
        catch (InvalidOperationException error) when (ConfigurationFault.KeyOf(error) is { } key)
        {
            return Refuse(ConfigurationFault.Explain(key, configuration[key]));
        }
        catch (InvalidOperationException error) when (IsOfMetricsPort(error))
        {
            return Refuse($"the port that Ingest:Metrics:Port names cannot be listened on ({error.GetBaseException().Message}): free it, or give another, or another Ingest:Metrics:Host.");
        }
    }

    private static bool IsOfMetricsPort(InvalidOperationException error) => error.GetBaseException() is System.Net.HttpListenerException;

    private static int Refuse(params string[] reasons)
    {
        foreach (var reason in reasons) Console.Error.WriteLine($"Orleans.Ingest cannot start: {reason}");
        return 1;
    }
}
