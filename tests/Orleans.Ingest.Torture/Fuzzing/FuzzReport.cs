using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>What a fuzz run has shown.</summary>
/// <param name="Answers">How often each status was answered, a target; 0 stands for a connection that was closed.</param>
/// <param name="Findings">What must not be: a line each, the request's number first.</param>
/// <param name="Longest">The longest wait for an answer.</param>
/// <param name="Took">From the first request to the last answer.</param>
/// <param name="Halfway">What the service used halfway.</param>
/// <param name="AtTheEnd">What it used at the end.</param>
public sealed record FuzzReport(
    IReadOnlyDictionary<(string Target, int Status), int> Answers, IReadOnlyCollection<string> Findings, TimeSpan Longest, TimeSpan Took, UsedByService Halfway, UsedByService AtTheEnd)
{
    /// <summary>Everything holds.</summary>
    public bool Holds => Findings.Count == 0;

    /// <inheritdoc />
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var target in Answers.GroupBy(one => one.Key.Target).OrderBy(target => target.Key, StringComparer.Ordinal))
        {
            var statuses = target.OrderBy(one => one.Key.Status).Select(one => string.Create(CultureInfo.InvariantCulture, $"{(one.Key.Status == 0 ? "closed" : one.Key.Status)}: {one.Value}"));
            text.AppendLine(CultureInfo.InvariantCulture, $"{target.Key,-12} {target.Sum(one => one.Value),9}   {string.Join(", ", statuses)}");
        }

        var requests = Answers.Sum(one => one.Value);
        text.AppendLine(CultureInfo.InvariantCulture, $"{requests} requests in {Took.TotalSeconds:0} s, {requests / Math.Max(Took.TotalSeconds, 0.001):0} a second; the longest wait {Longest.TotalSeconds:0.0} s");
        text.AppendLine(CultureInfo.InvariantCulture, $"halfway {Halfway}; at the end {AtTheEnd}");
        foreach (var finding in Findings.Take(50)) text.AppendLine(finding);
        return text.Append(CultureInfo.InvariantCulture, $"{Findings.Count} findings").ToString();
    }
}
