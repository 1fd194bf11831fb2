namespace Orleans.Ingest.Web.Access;

/// <summary>A log-in, as its cookie says it.</summary>
/// <param name="KeyId">The named key that was given; null for the admin key.</param>
/// <param name="Until">When it ends.</param>
internal sealed record ConsoleSession(long? KeyId, DateTimeOffset Until);
