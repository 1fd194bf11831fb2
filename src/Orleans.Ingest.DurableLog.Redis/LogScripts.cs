namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>The scripts of the log, which are resources of this assembly.</summary>
/// <param name="clock">Lua that defines <c>now()</c>; tests have one that they can set.</param>
internal sealed class LogScripts(string clock)
{
    public LogScripts() : this(Resource("clock.lua"))
    {
    }

    public LogScript Begin { get; } = Build("begin.lua", clock);

    public LogScript Snapshot { get; } = Build("snapshot.lua", clock);

    public LogScript Claim { get; } = Build("claim.lua", clock);

    public LogScript Commit { get; } = Build("commit.lua", clock);

    public LogScript SetAside { get; } = Build("set-aside.lua", clock);

    public LogScript Verified { get; } = Build("verified.lua", clock);

    public LogScript Status { get; } = Build("status.lua", clock);

    public LogScript Extent { get; } = Build("extent.lua", clock);

    public LogScript Probe { get; } = Build("probe.lua", clock);

    public LogScript Info { get; } = new(Resource("info.lua"));

    /// <summary>The append of a generation: its text names it.</summary>
    public LogScript Append(string generation) => new(Text("append.lua", clock) + "-- " + generation);

    private static LogScript Build(string name, string clock) => new(Text(name, clock));

    private static string Text(string name, string clock)
    {
        var body = Resource(name);
        // The first line is Redis' own: it holds the flags.
        var end = body.IndexOf('\n', StringComparison.Ordinal) + 1;
        return string.Concat(body.AsSpan(0, end), clock, Resource("segments.lua"), body.AsSpan(end));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(LogScripts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
