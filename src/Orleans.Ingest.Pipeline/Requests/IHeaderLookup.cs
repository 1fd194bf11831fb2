namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Reads the headers of a request; a struct that implements it costs no allocation.</summary>
public interface IHeaderLookup
{
    /// <summary>The header's value, several lines joined by commas; null or empty when it is missing. Names are given in lower case.</summary>
    string? Get(string name);
}
