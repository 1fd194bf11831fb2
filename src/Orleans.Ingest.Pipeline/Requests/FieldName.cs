namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The members of a request's body that are read.</summary>
internal enum FieldName
{
    N, Name, U, Url, D, Domain, R, Referrer, M, Meta, P, Props, H, HashMode, I, Interactive, V, Sd, E, Dollar, Revenue,
}
