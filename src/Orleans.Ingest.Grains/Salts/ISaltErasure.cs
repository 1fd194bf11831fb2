namespace Orleans.Ingest.Grains.Salts;

/// <summary>Makes a storage forget what grains have overwritten there. One that overwrites it on its disk itself needs none of it.</summary>
public interface ISaltErasure
{
    /// <summary>When its task completes, nothing that was overwritten before the call is left in the storage's files.</summary>
    /// <exception cref="IOException">It is left there; the message says the fix.</exception>
    Task EraseAsync();
}
