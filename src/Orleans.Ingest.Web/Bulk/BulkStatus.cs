namespace Orleans.Ingest.Web.Bulk;

/// <summary>What became of one event of a bulk request (contract, section 7).</summary>
internal enum BulkStatus
{
    /// <summary>Not durable now, and not known to be: send it again. The whole answer is a 503 then.</summary>
    Unavailable = 0,
    /// <summary>Durable.</summary>
    Accepted,
    /// <summary>An event with this id is stored, or stands earlier in the request.</summary>
    Duplicate,
    /// <summary>Dropped by a rule.</summary>
    Dropped,
    /// <summary>No usable event.</summary>
    Invalid,
}
