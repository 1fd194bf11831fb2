using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>Findings about visitors who may have become one.</summary>
internal static class VisitorChecks
{
    private const string Id = "visitors";

    public static IEnumerable<CheckAnswer> Of(VisitorFinding? found)
    {
        if (found is not var (window, at))
        {
            yield return CheckAnswer.Ok(Id, $"This front end has not had {VisitorWindow.Size} events within an hour yet: whether visitors are told apart is seen then.");
            yield break;
        }

        if (window.Suspicions == VisitorSuspicion.None)
            yield return CheckAnswer.Ok(Id, $"The last {window.Events} events, until {at:yyyy-MM-dd HH:mm} UTC, were of about {window.Users} visitors from about {window.Addresses} addresses.");

        foreach (var suspicion in Enum.GetValues<VisitorSuspicion>()[1..])
        {
            if (!window.Suspicions.HasFlag(suspicion)) continue;
            var (message, fix) = VisitorAdvice.Of(suspicion, window);
            yield return CheckAnswer.Warn(Id, message, fix);
        }
    }
}
