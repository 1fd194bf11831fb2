using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Events;

/// <summary>A request's headers for the pipeline; a struct, so that looking costs nothing.</summary>
internal readonly struct RequestHeaders(IHeaderDictionary headers) : IHeaderLookup
{
    /// <inheritdoc />
    public string? Get(string name) => headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
