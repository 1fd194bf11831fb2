namespace Orleans.Ingest.Web.Visitors;

/// <summary>A way in which visitors may have become one.</summary>
[Flags]
internal enum VisitorSuspicion
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Headers about the visitor's address come from a peer that is not trusted.</summary>
    Untrusted = 1,
    /// <summary>Every address is a private one, or the machine's own.</summary>
    Private = 2,
    /// <summary>Many browsers, and hardly an address among them.</summary>
    Addresses = 4,
    /// <summary>Many events, and hardly a user id among them.</summary>
    Users = 8,
}
