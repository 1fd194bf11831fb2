namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>One place at which the visitor's address was looked for. Holds an address: shown to the one whose request it is, never stored or logged.</summary>
/// <param name="Name">The header, or <see cref="VisitorAddress.Peer"/>.</param>
/// <param name="Value">What is there: one entry of a header that lists several; null for a peer without an address.</param>
/// <param name="Verdict">What was made of it.</param>
public readonly record struct AddressHop(string Name, string? Value, AddressHopVerdict Verdict)
{
    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"{Name}: {Verdict}";
}
