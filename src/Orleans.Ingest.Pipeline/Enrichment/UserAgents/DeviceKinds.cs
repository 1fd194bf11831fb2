using static Orleans.Ingest.Pipeline.Enrichment.UserAgents.AgentFragment;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Matomo's rules for the kind of device: what the lists say, corrected or completed by the system, the client and fragments of the agent.
/// The order is part of the rules.
/// </summary>
internal sealed class DeviceKinds
{
    private const string Smartphone = "smartphone";
    private const string FeaturePhone = "feature phone";
    private const string Tablet = "tablet";
    private const string Tv = "tv";
    private const string Desktop = "desktop";

    private static readonly string[] AppleSystems = ["tvOS", "iOS", "Mac", "iPadOS", "watchOS"];

    private readonly FragmentList _fragments;
    private readonly HashSet<string> _tvClients = ReadNames("parser/const/clients-tv");
    private readonly HashSet<string> _desktopSystems = ReadNames("parser/const/desktop-os");

    internal DeviceKinds(FragmentList fragments) => _fragments = fragments;

    internal string Decide(ScannedAgent agent, OperatingSystem system, Client client, Device device)
    {
        // Apple's device with another maker's system: a made-up agent.
        var kind = device.Brand == "Apple" && !AppleSystems.Contains(system.Name) ? "" : device.Kind;
        if (kind.Length == 0)
        {
            kind = ByMobileFragments(agent, system);
        }

        if ((kind == FeaturePhone && system.Family == "Android") || (kind == Smartphone && Has(PadApad, agent)))
        {
            kind = kind == FeaturePhone ? Smartphone : Tablet;
        }

        if (system.Name == "KaiOS" || (kind.Length == 0 && system.Name == "Java ME"))
        {
            kind = FeaturePhone;
        }

        if (kind.Length == 0)
        {
            kind = ByTouchOrPuffin(agent, system);
        }

        kind = ByTelevisionFragments(agent, system, client, kind);
        if (kind != Desktop && Has(AgentFragment.Desktop, agent))
        {
            kind = Desktop;
        }

        return kind.Length == 0 && !client.IsMobileOnly && (_desktopSystems.Contains(system.Name) || _desktopSystems.Contains(system.Family))
            ? Desktop
            : kind;
    }

    private string ByMobileFragments(ScannedAgent agent, OperatingSystem system)
    {
        if (Has(VirtualReality, agent))
        {
            return "wearable";
        }

        // Chrome on Android says Mobile on phones, and leaves it out on tablets.
        if (system.Family == "Android" && Has(Chrome, agent))
        {
            return Has(Mobile, agent) ? Smartphone : Tablet;
        }

        if (Has(AgentFragment.Tablet, agent))
        {
            return Tablet;
        }

        if (Has(AndroidMobile, agent))
        {
            return Smartphone;
        }

        // Android 1 was for phones only, Android 3 for tablets only.
        return system is { Name: "Android", Version.Length: > 0 } ? ByAndroidVersion(system.Version) : "";
    }

    private static string ByAndroidVersion(string version)
    {
        if (DottedVersion.Compare(version, "2.0") < 0)
        {
            return Smartphone;
        }

        return DottedVersion.Compare(version, "3.0") >= 0 && DottedVersion.Compare(version, "4.0") < 0 ? Tablet : "";
    }

    private string ByTouchOrPuffin(ScannedAgent agent, OperatingSystem system)
    {
        // Internet Explorer on Windows 8 says Touch; most of those devices are tablets.
        var mayBeTouch = system.Name == "Windows RT" || (system.Name == "Windows" && DottedVersion.Compare(system.Version, "8") >= 0);
        if (mayBeTouch && Has(Touch, agent))
        {
            return Tablet;
        }

        if (!Has(Puffin, agent))
        {
            return "";
        }

        if (Has(PuffinTablet, agent))
        {
            return Tablet;
        }

        return Has(PuffinSmartphone, agent) ? Smartphone : Has(PuffinDesktop, agent) ? Desktop : "";
    }

    private string ByTelevisionFragments(ScannedAgent agent, OperatingSystem system, Client client, string kind)
    {
        if (system.Name == "Coolita OS"
            || _tvClients.Contains(client.Name)
            || Has(OperaTvStore, agent)
            || (kind is not (Tv or "wearable" or "peripheral") && Has(AndroidTv, agent)))
        {
            return Tv;
        }

        return kind.Length == 0 && (Has(SmartTv, agent) || Has(AgentFragment.Tv, agent)) ? Tv : kind;
    }

    private bool Has(AgentFragment fragment, ScannedAgent agent) => _fragments.Has(fragment, agent);

    private static HashSet<string> ReadNames(string file)
    {
        using var names = EmbeddedLists.Names(file);
        return names.RootElement.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
    }
}
