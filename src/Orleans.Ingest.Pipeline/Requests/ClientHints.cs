using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// What a browser's Client Hints (<c>Sec-CH-UA*</c>) say beside its frozen user agent, for a site that reads them. Ends where the visit's attributes are known: nothing of it is hashed,
/// stored or logged.
/// </summary>
public sealed class ClientHints
{
    /// <summary>What a page must be told to send, as <c>Accept-CH</c> lists it. The brands and the platform come by themselves.</summary>
    public const string Wanted = "Sec-CH-UA-Platform-Version, Sec-CH-UA-Model, Sec-CH-UA-Full-Version-List";

    /// <summary>Characters of a header that is read; browsers send some hundred at most.</summary>
    internal const int MaxLength = 1024;

    /// <summary>Characters of a platform, a version or a model.</summary>
    internal const int MaxTextLength = 64;

    private ClientHints(ImmutableArray<(string Name, string Version)> brands, string platform, string platformVersion, string model) =>
        (Brands, Platform, PlatformVersion, Model) = (brands, platform, platformVersion, model);

    /// <summary>The browser's names with their versions, made-up ones included, in the order in which they were sent.</summary>
    internal ImmutableArray<(string Name, string Version)> Brands { get; }

    /// <summary>Name of the operating system, as Chromium calls it; empty when it was not sent.</summary>
    internal string Platform { get; }

    /// <summary>Its version; empty when it was not sent.</summary>
    internal string PlatformVersion { get; }

    /// <summary>Model of the device; empty when it was not sent, as on desktops.</summary>
    internal string Model { get; }

    /// <summary>Reads a request's headers; null when they hold no usable hint. Never throws.</summary>
    public static ClientHints? Read<THeaders>(THeaders headers)
        where THeaders : struct, IHeaderLookup
    {
        var brands = Brand(headers, "sec-ch-ua-full-version-list");
        if (brands.IsEmpty) brands = Brand(headers, "sec-ch-ua");
        var (platform, version, model) = (Text(headers, "sec-ch-ua-platform"), Text(headers, "sec-ch-ua-platform-version"), Text(headers, "sec-ch-ua-model"));
        return brands.IsEmpty && platform.Length == 0 ? null : new(brands, platform, version, model);
    }

    /// <summary>Says nothing of what was sent, so that no log can hold it.</summary>
    public override string ToString() => "client hints";

    private static ImmutableArray<(string Name, string Version)> Brand<THeaders>(THeaders headers, string name)
        where THeaders : struct, IHeaderLookup =>
        headers.Get(name) is { Length: > 0 and <= MaxLength } field ? StructuredField.List(field) : [];

    private static string Text<THeaders>(THeaders headers, string name)
        where THeaders : struct, IHeaderLookup =>
        headers.Get(name) is { Length: > 0 and <= MaxLength } field && StructuredField.Text(field) is { Length: <= MaxTextLength } text ? text : "";
}
