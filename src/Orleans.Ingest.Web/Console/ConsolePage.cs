using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.Web.Console;

/// <summary>
/// The console's page and its log-in form: each one answer that asks for nothing else. Style and script are put in at start, and the policy allows them by their hashes
/// and nothing beside them.
/// </summary>
internal static class ConsolePage
{
    private const string Folder = "console/";
    private static readonly string Style = Joined(".css");
    private static readonly string Script = $"(() => {{\n'use strict';\n{Joined(".js")}}})();\n";
    private static readonly string Page = Assembled("console.html");
    private static readonly string LogIn = Assembled("login.html");
    private static readonly string Policy = string.Join("; ",
        "default-src 'none'",
        $"style-src {HashOf(Style)}",
        $"script-src {HashOf(Script)}",
        "img-src data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");

    /// <summary>Writes the page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="isElsewhere">Trackers use another address than the console.</param>
    public static Task WriteAsync(HttpContext http, bool isElsewhere) =>
        WriteAsync(http, StatusCodes.Status200OK, Page.Replace("{elsewhere}", isElsewhere ? "yes" : "no", StringComparison.Ordinal));

    /// <summary>Writes the log-in form.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="message">What went wrong; empty at first.</param>
    public static Task WriteLogInAsync(HttpContext http, int status, string message) =>
        WriteAsync(http, status, LogIn.Replace("{message}", WebUtility.HtmlEncode(message), StringComparison.Ordinal));

    private static async Task WriteAsync(HttpContext http, int status, string html)
    {
        var (response, bytes) = (http.Response, Encoding.UTF8.GetBytes(html));
        var headers = response.Headers;
        response.StatusCode = status;
        response.ContentLength = bytes.Length;
        headers.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static string Assembled(string name) => Read(name)
        .Replace("{style}", Style, StringComparison.Ordinal)
        .Replace("{script}", Script, StringComparison.Ordinal);

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    // In the order of their names, which begin with a number.
    private static string Joined(string extension) => string.Concat(
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(extension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(name[Folder.Length..])));

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"The console's '{name}' is not in the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Browsers hash what they parsed, in which every line ends alike.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
