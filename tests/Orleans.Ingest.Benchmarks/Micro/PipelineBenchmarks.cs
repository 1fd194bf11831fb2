using BenchmarkDotNet.Attributes;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Benchmarks.Micro;

/// <summary>What each part costs an event, without a cluster, a log and HTTP. Caches are warm, as they are after a minute of traffic.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks : IDisposable
{
    private static readonly VisitorSalts _salts = new(new byte[16], new byte[16]);

    private readonly SentEvents _sent = new();
    private readonly UserAgentParser _agents = UserAgentParser.CreateDefault();
    private readonly AgentDetector _detector = AgentDetector.FromEmbeddedLists();
    private readonly SourceResolver _sources = SourceResolver.CreateDefault();
    private readonly MaxMindGeoLocator _geo = new(Path.Combine(AppContext.BaseDirectory, "GeoLite2-City-Test.mmdb"));
    private readonly SitePolicy _site = new(1, "site-0.example", null, null, [], [], [], [], new Dictionary<string, string?>(), honourGpc: false, hashIpv6ByPrefix: false);
    private readonly ChunkPayloadWriter _rows = new();
    private readonly Dictionary<ulong, SessionSnapshot> _visitors = [];
    private EventPipeline _pipeline = null!;
    private IngestEvent _event = null!;
    private SessionState _session = null!;
    private SessionSnapshot _snapshot = null!;
    private ulong _random;

    /// <summary>Warms the caches.</summary>
    [GlobalSetup]
    public void Warm()
    {
        _pipeline = new(_agents, _sources, ReferrerSpamList.CreateDefault(), _geo, new RevenueRates(new Dictionary<string, decimal>()), "");
        for (var i = 0; i < _sent.All.Length; i++)
            Whole();
        var request = Parse().Request!;
        _event = _pipeline.Decide(request with { EventName = IngestEvent.PageviewName }, _site, "site-0.example", _salts).Event!;
        _session = SessionStep.Apply(null, _event, 1).Session!;
        _snapshot = new(1, _session, [new(new(1, 0), request.Timestamp), new(new(2, 0), request.Timestamp)], DateTime.MinValue);
    }

    /// <summary>Bytes to a request.</summary>
    [Benchmark]
    public ParseResult Parse()
    {
        var (body, context) = _sent.Next();
        return EventParser.Parse(body, context);
    }

    /// <summary>A user agent that was seen before.</summary>
    [Benchmark]
    public UserAgentInfo UserAgent() => _agents.Parse(_sent.Next().Context.UserAgent);

    /// <summary>A user agent that was not.</summary>
    [Benchmark]
    public UserAgentInfo NewUserAgent() => _detector.Detect(_sent.Next().Context.UserAgent!);

    /// <summary>The place of an address.</summary>
    [Benchmark]
    public GeoInfo Geo() => _geo.Locate(_sent.Next().Context.Address!);

    /// <summary>The source of a visit from a search engine.</summary>
    [Benchmark]
    public VisitAttributes Source() => _sources.Resolve(QueryParameters.Empty, "https://www.google.com/", "site-0.example");

    /// <summary>One event applied to a live session.</summary>
    [Benchmark]
    public StepResult Step() => SessionStep.Apply(_session, _event, 1);

    /// <summary>The rows of an event and of its session, before and after.</summary>
    [Benchmark]
    public byte[] Rows()
    {
        _rows.Clear();
        _rows.AddEvent(_event, _session, "site-0.example");
        _rows.AddSession(-1, _session);
        _rows.AddSession(1, _session);
        return _rows.ToPayload();
    }

    /// <summary>A visitor's snapshot.</summary>
    [Benchmark]
    public byte[] Snapshot() => SnapshotCodec.Encode(_snapshot);

    /// <summary>From the bytes of a request to its rows, over the traffic of many visitors: the pipeline without what the log needs beside it.</summary>
    [Benchmark]
    public int ToRows() => Record(out _, out _, out _);

    /// <summary>All of it: from the bytes of a request to the bytes for the log. The snapshots of visitors who come most hold 64 ids.</summary>
    [Benchmark]
    public int Whole()
    {
        var rows = Record(out var e, out var before, out var session);
        if (rows == 0) return 0;
        var after = (before ?? new(0, null, [], DateTime.MinValue)).Remember(new SeenEvent(new(++_random, 0), e!.Timestamp)) with { Version = _random, Session = session };
        _visitors[e.UserId] = after;
        return rows + SnapshotCodec.Encode(after).Length;
    }

    private int Record(out IngestEvent? e, out SessionSnapshot? before, out SessionState? session)
    {
        (e, before, session) = (null, null, null);
        var request = Parse().Request!;
        if (_pipeline.CheckRequest(request) is not null) return 0;
        e = _pipeline.Decide(request, _site, request.Domains[0], _salts).Event;
        if (e is null) return 0;
        before = _visitors.GetValueOrDefault(e.UserId);
        var step = SessionStep.Apply(before?.Session, e, ++_random);
        session = step.Session;
        if (session is null) return 0;
        _rows.Clear();
        _rows.AddEvent(e, session, request.Domains[0]);
        if (!step.RowChanged) return _rows.ToPayload().Length;
        if (!step.IsNew) _rows.AddSession(-1, before!.Session!);
        _rows.AddSession(1, session);
        return _rows.ToPayload().Length;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _geo.Dispose();
        GC.SuppressFinalize(this);
    }
}
