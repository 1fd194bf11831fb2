using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Enrichment.Sources;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

public class SourcePropertyTests
{
    [Property(MaxTest = 500)]
    public bool Any_texts_have_a_channel_of_the_list(string? query, string? referrer, string? page) =>
        AcquisitionChannels.All.Contains(Visits.Of(query ?? "", referrer, page ?? "").AcquisitionChannel);

    [Property(MaxTest = 500)]
    public Property Texts_like_real_ones_have_a_channel_of_the_list() => Prop.ForAll(
        Pieces("utm_source=", "utm_medium=", "utm_campaign=", "&", "=", "shop", "paid", "cpc", "%", "+", "email", "google", "gclid", "ref=", "É"),
        Pieces("https://", "http:", "android-app://", "www.", "google.com", "wikipedia.org", ".", "/", "?", "#", "@", ":", "[", "]", " ", "\0", "İ", "ß"),
        (query, referrer) => AcquisitionChannels.All.Contains(Visits.Of(query, referrer).AcquisitionChannel));

    [Property(MaxTest = 500)]
    public Property A_stored_referrer_begins_with_the_source_of_an_unknown_host() => Prop.ForAll(
        Pieces("a", "b.", "/", "c-", "d", "?", "#", "Z"),
        tail =>
        {
            var visit = Visits.From("https://unknown.invalid/" + tail);
            return visit.Referrer.StartsWith(visit.ReferrerSource, StringComparison.Ordinal) && visit.ReferrerSource == "unknown.invalid";
        });

    private static Arbitrary<string> Pieces(params string[] pieces) =>
        Gen.Elements(pieces).ListOf().Select(chosen => string.Concat(chosen)).ToArbitrary();
}
