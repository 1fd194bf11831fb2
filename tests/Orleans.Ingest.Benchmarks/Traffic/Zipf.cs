namespace Orleans.Ingest.Benchmarks.Traffic;

/// <summary>Draws ranks 0 to <c>count</c> - 1, each as often as its place in a Zipf distribution of exponent 1 says: few are frequent, many are rare.</summary>
internal sealed class Zipf
{
    private readonly double[] _cumulated;

    /// <param name="count">Of ranks; at least 1.</param>
    public Zipf(int count)
    {
        _cumulated = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++) _cumulated[rank] = sum += 1.0 / (rank + 1);
        for (var rank = 0; rank < count; rank++) _cumulated[rank] /= sum;
    }

    /// <summary>The next rank.</summary>
    public int Next(Random random)
    {
        var found = Array.BinarySearch(_cumulated, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, _cumulated.Length - 1);
    }
}
