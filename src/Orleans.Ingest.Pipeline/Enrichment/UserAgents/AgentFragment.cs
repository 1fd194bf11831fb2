namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Fragments of an agent that tell the kind of device; their regexes, by these names, are in <c>Data/user-agents/fragments.json</c>.</summary>
internal enum AgentFragment
{
    /// <summary>Chrome's reduced agent, which names no device: <c>Android 10; K</c>.</summary>
    ReducedAndroid,
    Telegram,
    Android,
    Puffin,
    VirtualReality,
    Chrome,
    Mobile,
    PadApad,
    Tablet,
    AndroidMobile,
    Touch,
    PuffinDesktop,
    PuffinSmartphone,
    PuffinTablet,
    OperaTvStore,
    AndroidTv,
    SmartTv,
    Tv,
    Desktop,
    HbbTv,
    ShellTv,

    /// <summary>Facebook's app names the model of a notebook behind this.</summary>
    Notebook,
    DesktopSystem,

    /// <summary>What shows that a <see cref="DesktopSystem"/> is none.</summary>
    NoDesktopAfterAll,
}
