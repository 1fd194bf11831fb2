namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>A way into the service, and what it promises.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name in the report.</summary>
    string Name { get; }

    /// <summary>How many of a hundred requests go to it.</summary>
    int Share { get; }

    /// <summary>The port that it is at.</summary>
    int Port { get; }

    /// <summary>Makes a request of random numbers alone, so that the same ones make it again.</summary>
    FuzzRequest Make(Random random, int number);

    /// <summary>Takes note of an answer: what is wrong with it, or null.</summary>
    string? Judge(FuzzRequest request, FuzzAnswer answer);

    /// <summary>Rows that were acknowledged so far.</summary>
    int Rows => 0;

    /// <summary>Rows that may be stored beside them, of requests without an answer.</summary>
    int Unknown => 0;

    /// <summary>Compares what was answered with what is stored, once all rows are: one line for each thing that is wrong.</summary>
    Task<IReadOnlyList<string>> CompareAsync(Drivers.ClickHouseHttp clickHouse);
}
