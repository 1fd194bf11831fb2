namespace Orleans.Ingest.Pipeline.Events;

/// <summary>One custom property of an event; key and value as stored.</summary>
/// <param name="Key">At most 300 bytes.</param>
/// <param name="Value">At most 2000 bytes.</param>
public readonly record struct Prop(string Key, string Value);
