using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Counts what was dropped, for <c>ingest_counters</c>; the host binds it to the silo. Every drop is counted here, by the answer
/// that was given for it, those of sessions included.
/// </summary>
public interface IDropCounter
{
    /// <summary>Counts one event; it must neither wait nor throw.</summary>
    /// <param name="at">When the request arrived, UTC.</param>
    /// <param name="reason">Why it was dropped.</param>
    /// <param name="siteId">The site; null when the domain names none, or when it was not looked up.</param>
    /// <param name="domain">The domain as sent: anyone's choice when there is no site.</param>
    /// <param name="scriptVersion">Version of the tracker script.</param>
    void Dropped(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion);
}
