using Orleans.Ingest.Tests.Architecture;
using Xunit;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary>
/// During an upgrade silos of two versions talk to each other, and a new one reads what an old one stored. So names and numbers that were given stay;
/// new ones are added, on purpose: by a line in <c>Approved/wire-members.txt</c>.
/// </summary>
public sealed class WireMembersTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "tests", "Orleans.Ingest.Tests", "Contracts", "Approved", "wire-members.txt");

    [Fact]
    public void No_name_or_number_that_was_given_is_changed_or_taken_away()
    {
        var gone = File.ReadLines(Approved).Except(WireMembers.Lines()).ToList();
        Assert.True(gone.Count == 0, $"The other version still sends these. Keep them, and give what is new a new number:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void Every_new_name_or_number_is_added_to_the_approved_ones()
    {
        var added = WireMembers.Lines().Except(File.ReadLines(Approved)).ToList();
        Assert.True(added.Count == 0, $"Add these lines to {Repository.Relative(Approved)}, never to change them again:\n{string.Join('\n', added)}");
    }

    [Fact]
    public void The_approved_lines_are_sorted_and_none_stands_twice()
    {
        var lines = File.ReadAllLines(Approved);
        Assert.NotEmpty(lines);
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
    }
}
