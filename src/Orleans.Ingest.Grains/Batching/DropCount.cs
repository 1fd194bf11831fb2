using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>What a drop is counted under.</summary>
/// <param name="Minute">The minute of the drop, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="SiteId">The site; null when the domain names none.</param>
/// <param name="Domain">The domain as sent, or <c>(other)</c>.</param>
/// <param name="ScriptVersion">Version of the tracker script.</param>
internal readonly record struct DropCount(DateTime Minute, DropReason Reason, ulong? SiteId, string Domain, ushort ScriptVersion);
