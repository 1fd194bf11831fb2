namespace Orleans.Ingest.Web.Script;

/// <summary>What a script tag asks for by the name of its file, such as <c>script.hash.outbound-links.js</c>.</summary>
[Flags]
internal enum ScriptFeatures
{
    None = 0,
    Hash = 1 << 0,
    OutboundLinks = 1 << 1,
    Exclusions = 1 << 2,
    Compat = 1 << 3,
    Local = 1 << 4,
    Manual = 1 << 5,
    FileDownloads = 1 << 6,
    PageviewProps = 1 << 7,
    TaggedEvents = 1 << 8,
    Revenue = 1 << 9,
    Pageleave = 1 << 10,

    /// <summary>Of the answer, not of the script: it says which client hints are read.</summary>
    ClientHints = 1 << 11,
}
