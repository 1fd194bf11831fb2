namespace Orleans.Ingest.Contracts.Writing;

/// <summary>Writes the flush groups of one queue to ClickHouse; key = the queue's number. Subscribed to <see cref="EventStream"/> implicitly, called by nobody.</summary>
[Alias("ingest.IClickHouseWriterGrain")]
public interface IClickHouseWriterGrain : IGrainWithStringKey;
