using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>Takes dropped events that are to be kept; the host binds it to the silo.</summary>
public interface IKeptEvents
{
    /// <summary>Keeps an event; it must neither wait nor throw. False when too much waits: the event is forgotten like any drop.</summary>
    bool TryKeep(KeptEvent kept);
}
