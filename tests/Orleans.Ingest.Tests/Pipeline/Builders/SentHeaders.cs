using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Tests.Pipeline.Builders;

/// <summary>A request's headers; names without regard to case.</summary>
internal readonly struct SentHeaders(params (string Name, string? Value)[] headers) : IHeaderLookup
{
    public string? Get(string name) => headers.FirstOrDefault(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The hints that Chromium sends: the brands short and in full, and those that a page has delegated.</summary>
    public static ClientHints? Hints(string? brands, string? fullVersions = null, string? platform = null, string? platformVersion = null, string? model = null) => ClientHints.Read(new SentHeaders(
        ("Sec-CH-UA", brands), ("Sec-CH-UA-Full-Version-List", fullVersions), ("Sec-CH-UA-Platform", platform), ("Sec-CH-UA-Platform-Version", platformVersion), ("Sec-CH-UA-Model", model)));
}
