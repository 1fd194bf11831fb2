namespace Orleans.Ingest.Web.Visitors;

/// <summary>What was found in one window of events.</summary>
/// <param name="Events">Events of trackers.</param>
/// <param name="Addresses">About how many different addresses they came from.</param>
/// <param name="Agents">About how many different user agents.</param>
/// <param name="Users">About how many different user ids.</param>
/// <param name="Public">How many of them came from an address that is not private.</param>
/// <param name="Distrusted">Requests whose headers about the visitor's address were not believed.</param>
/// <param name="DistrustedPeers">About how many different peers those had.</param>
internal readonly record struct VisitorWindow(int Events, int Addresses, int Agents, int Users, int Public, int Distrusted, int DistrustedPeers)
{
    /// <summary>Events of a full window: so few visitors would be a strange chance, and a busy site has them in seconds.</summary>
    public const int Size = 1000;

    /// <summary>One in so many is no slip of a single client any more.</summary>
    private const int DistrustedShare = 20;

    private const int FewAddresses = 4;
    private const int ManyAgents = 12;
    private const int FewUsers = 2;

    /// <summary>What is suspicious about it.</summary>
    public VisitorSuspicion Suspicions =>
        (Distrusted * DistrustedShare >= Events ? VisitorSuspicion.Untrusted : VisitorSuspicion.None)
        | (Public == 0 ? VisitorSuspicion.Private : VisitorSuspicion.None)
        | (Addresses <= FewAddresses && Agents >= ManyAgents ? VisitorSuspicion.Addresses : VisitorSuspicion.None)
        | (Users <= FewUsers ? VisitorSuspicion.Users : VisitorSuspicion.None);
}
