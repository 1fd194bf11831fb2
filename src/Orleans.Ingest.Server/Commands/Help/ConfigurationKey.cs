namespace Orleans.Ingest.Server.Commands.Help;

/// <summary>A line of docs/configuration.md.</summary>
/// <param name="Names">The key; several where a line is about several.</param>
/// <param name="Default">Its default.</param>
/// <param name="Meaning">Meaning and range.</param>
internal sealed record ConfigurationKey(string Names, string Default, string Meaning);
