using System.Globalization;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>A kept event as the API shows it; <c>visitor</c> is sixteen bits of his daily pseudonym.</summary>
internal sealed record QuarantineSampleAnswer(
    DateTime ReceivedAt,
    DateTime Timestamp,
    string Name,
    string Hostname,
    string Pathname,
    string Source,
    string Country,
    string Browser,
    string OperatingSystem,
    string Visitor,
    IReadOnlyList<string> Rules)
{
    public static QuarantineSampleAnswer Of(QuarantineSample sample) => new(
        sample.ReceivedAt,
        sample.Timestamp,
        sample.Name,
        sample.Hostname,
        sample.Pathname,
        sample.Source,
        sample.Country,
        sample.Browser,
        sample.OperatingSystem,
        sample.Visit.ToString("x4", CultureInfo.InvariantCulture),
        [.. sample.Matched.Select(DropReasons.Text)]);
}
