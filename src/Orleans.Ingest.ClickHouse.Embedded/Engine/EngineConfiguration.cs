using System.Text;
using System.Xml.Linq;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// The engine's configuration, written at each start. Every connection of chDB is the user `default`; what it may do is
/// decided by the role it takes first. (Named explicitly, since the engine would else read a config.xml of the working
/// directory or of the home directory.)
/// </summary>
internal static class EngineConfiguration
{
    public const string OwnerRole = "owner";
    public const string ReaderRole = "reader";

    /// <summary>Writes the files and returns the path of the one to start with.</summary>
    public static string Write(string directory)
    {
        var users = Path.Combine(directory, "users.xml");
        var config = Path.Combine(directory, "config.xml");
        Save(users, new XElement("clickhouse",
            new XElement("profiles", new XElement("default")),
            new XElement("quotas", new XElement("default")),
            new XElement("roles",
                Role(OwnerRole, "GRANT ALL ON *.* WITH GRANT OPTION"),
                Role(ReaderRole, "GRANT SELECT, SHOW, dictGet ON *.*")),
            new XElement("users",
                new XElement("default",
                    new XElement("password"),
                    new XElement("networks", new XElement("ip", "::/0")),
                    new XElement("profile", "default"),
                    new XElement("quota", "default"),
                    new XElement("grants", new XElement("query", $"GRANT {OwnerRole}"), new XElement("query", $"GRANT {ReaderRole}"))))));
        Save(config, new XElement("clickhouse", new XElement("users_config", users)));
        return config;
    }

    private static XElement Role(string name, string grant) => new(name, new XElement("grants", new XElement("query", grant)));

    private static void Save(string path, XElement root) => File.WriteAllText(path, root.ToString(), new UTF8Encoding(false));
}
