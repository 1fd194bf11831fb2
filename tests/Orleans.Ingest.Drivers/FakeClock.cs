namespace Orleans.Ingest.Drivers;

/// <summary>Settings with which a program sees another time of day: libfaketime, before its own libraries.</summary>
public static class FakeClock
{
    /// <summary>Names of the settings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "FAKETIME_FORCE_MONOTONIC_FIX"];

    /// <summary>The day before, at the same time of day. What passes is measured as ever, and libfaketime's mending of waits for old C libraries is off: with it, .NET's waits last until their timeout.</summary>
    /// <exception cref="FileNotFoundException">libfaketime is not installed.</exception>
    public static (string Key, string Value)[] Yesterday => [(Names[0], Library()), (Names[1], "-1d"), (Names[2], "1"), (Names[3], "0")];

    private static string Library() =>
        Directory.EnumerateDirectories("/usr/lib").Prepend("/usr/lib").Select(directory => Path.Combine(directory, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("libfaketime is not installed: the package is called faketime, or libfaketime.");
}
