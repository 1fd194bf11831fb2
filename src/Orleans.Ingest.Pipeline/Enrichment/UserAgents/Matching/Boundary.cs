namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>What must stand before a match. Matomo's lists are written for these, and never without case.</summary>
internal enum Boundary
{
    /// <summary>Anything.</summary>
    None,

    /// <summary>No letter, underscore or hyphen; digits may: the fragments that name a kind of device.</summary>
    Loose,

    /// <summary>No part of a word, but for a few vendors' prefixes: all lists of clients, systems, devices and bots.</summary>
    Strict,
}
