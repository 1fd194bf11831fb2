namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>The request comes from the installation check.</summary>
internal static class VerificationAgent
{
    public static bool Matches(EventCandidate candidate) => 
        candidate.VerificationAgent.Length > 0 && candidate.Request.Context.UserAgent == candidate.VerificationAgent;

    public static string? Detail(EventCandidate candidate) =>
        candidate.VerificationAgent.Length == 0 ? "there is none (Ingest:VerificationAgent)" : null;
}
