using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Web.Access;

/// <summary>Where console and API are served: everywhere, or on the ports of <see cref="WebOptions.AdminUrls"/> alone.</summary>
internal sealed class AdminAddresses(IOptions<WebOptions> options)
{
    private readonly int[] _ports = [.. Split(options.Value.AdminUrls).Select(url => BindingAddress.Parse(url).Port)];

    /// <summary>The addresses of an option; empty when it is not set.</summary>
    public static string[] Split(string? urls) => (urls ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether console and API have an address of their own.</summary>
    public bool AreOwn => _ports.Length > 0;

    /// <summary>Whether the connection came in where they are served. The port that it came in on: a Host header may say anything.</summary>
    public bool Allows(HttpContext http) => _ports.Length == 0 || Array.IndexOf(_ports, http.Connection.LocalPort) >= 0;
}
