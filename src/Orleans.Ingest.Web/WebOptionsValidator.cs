using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Access;

namespace Orleans.Ingest.Web;

/// <summary>Refuses at start what could not work, and says what would.</summary>
internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    private static readonly TimeSpan MaxBudget = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinAttempt = TimeSpan.FromMilliseconds(10);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.AttemptTimeout < MinAttempt)
            result.AddError($"Ingest:AttemptTimeout is {options.AttemptTimeout}, but no grain answers that fast: give at least {MinAttempt}, or leave it out for 00:00:00.500.");
        if (options.RetryBudget < options.AttemptTimeout || options.RetryBudget > MaxBudget)
            result.AddError($"Ingest:RetryBudget is {options.RetryBudget}, but must hold one attempt (Ingest:AttemptTimeout, {options.AttemptTimeout}) and be at most {MaxBudget}: give a time such as 00:00:10.");
        if (options.MaxRequestBytes is < 1_000 or > 10_000_000)
            result.AddError($"Ingest:MaxRequestBytes is {options.MaxRequestBytes}, but must be from 1000 to 10000000: leave it out for 1000000.");
        if (options.MaxBulkBytes is < 1_000 or > 100_000_000)
            result.AddError($"Ingest:MaxBulkBytes is {options.MaxBulkBytes}, but must be from 1000 to 100000000: leave it out for 32000000, and split what is larger.");
        if (options.MaxWaitingRequests < 1)
            result.AddError($"Ingest:MaxWaitingRequests is {options.MaxWaitingRequests}, which would refuse every event: give at least 1, or leave it out for 20000.");
        if (options.MaxConnections < 1)
            result.AddError($"Ingest:MaxConnections is {options.MaxConnections}, which would let nobody in: give at least 1, or leave it out for as many as the process can hold.");
        if (options.ReferrerSpamFile is { Length: > 0 } file && !File.Exists(file))
            result.AddError($"Ingest:ReferrerSpamFile names '{file}', which is not there: correct the path, or leave it out to drop no referrer.");
        foreach (var url in AdminAddresses.Split(options.AdminUrls))
        {
            if (!IsUsable(url)) result.AddError($"Ingest:AdminUrls has '{url}' in it, which is no address with a port: give one such as http://127.0.0.1:8081, or leave it out to serve the console where events are.");
        }

        try
        {
            TrustedProxies.Parse(options.TrustedProxies);
        }
        catch (FormatException error)
        {
            result.AddError($"Ingest:TrustedProxies: {error.Message}");
        }

        return result.Build();
    }

    private static bool IsUsable(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: > 0, PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
