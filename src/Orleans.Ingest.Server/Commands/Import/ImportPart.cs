using System.Collections.Immutable;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Lines that were read together and are on their way together; done when each of them is answered.</summary>
/// <param name="Lines">The lines, in their order.</param>
/// <param name="Offset">Bytes of the file (unpacked) up to their end.</param>
/// <param name="LastLine">Number of the last line up to there, blank ones too.</param>
/// <param name="Share">Which part of the file that is; null when its size is not known.</param>
internal sealed record ImportPart(ImmutableArray<ImportLine> Lines, long Offset, long LastLine, double? Share)
{
    private readonly ImportResult[] _results = new ImportResult[Lines.Length];

    /// <summary>What became of each line, when all are answered.</summary>
    public IReadOnlyList<ImportResult> Results => _results;

    /// <summary>Places of the lines that are sent, a list for each lane: a visitor's lines are all in one, in their order.</summary>
    public int[][] Lanes(int count)
    {
        var lanes = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        for (var place = 0; place < Lines.Length; place++)
        {
            if (Lines[place].Json is not null) lanes[(uint)Lines[place].Visitor % (uint)count].Add(place);
        }

        return [.. lanes.Select(lane => lane.ToArray())];
    }

    /// <summary>Takes the answer to a line. Called by one lane for its own lines.</summary>
    public void Answer(int place, ImportResult result) => _results[place] = result;
}
