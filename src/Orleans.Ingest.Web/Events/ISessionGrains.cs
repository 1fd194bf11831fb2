using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>Finds visitors' grains.</summary>
internal interface ISessionGrains
{
    /// <summary>The visitor's grain, wherever it lives.</summary>
    ISessionGrain Get(SessionKey key);
}
