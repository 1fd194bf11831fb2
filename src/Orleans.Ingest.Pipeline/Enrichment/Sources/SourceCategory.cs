namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>What kind of site a source is; decides its channel.</summary>
internal enum SourceCategory
{
    None,
    Search,
    Social,
    Video,
    Shopping,
    Email,
    AiAssistant,
}
