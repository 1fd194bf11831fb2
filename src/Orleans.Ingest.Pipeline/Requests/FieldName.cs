namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The members of a request's body that are read; the last four are the bulk endpoint's alone.</summary>
internal enum FieldName
{
    N, Name, U, Url, D, Domain, R, Referrer, M, Meta, P, Props, H, HashMode, I, Interactive, V, Sd, E, Dollar, Revenue,
    Timestamp, Ip, UserAgent, Id,
}
