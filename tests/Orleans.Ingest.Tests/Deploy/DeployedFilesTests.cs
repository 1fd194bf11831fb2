using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Orleans.Ingest.Tests.Deploy;

/// <summary>What is written for other programs names what this one knows.</summary>
public sealed partial class DeployedFilesTests
{
    private static readonly string[] _ofOthers =
    [
        "ORLEANS_SERVICE_ID", "ORLEANS_CLUSTER_ID", "POD_NAMESPACE", "POD_NAME", "POD_IP",
        "HTTP_PORTS", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "REDIS_URI",
    ];

    [Theory]
    [InlineData("grafana-dashboard.json")]
    [InlineData("prometheus-alerts.yaml")]
    public void Every_metric_that_is_asked_for_is_one_that_there_is(string file)
    {
        var known = DocumentedMetric.All().SelectMany(metric => metric.Kind == "histogram"
            ? [metric.InPrometheus + "_bucket", metric.InPrometheus + "_sum", metric.InPrometheus + "_count"]
            : (string[])[metric.InPrometheus]).ToHashSet();
        var asked = Metric().Matches(File.ReadAllText(Checkout.PathOf("docs", "deploy", file))).Select(match => match.Value).Distinct().ToArray();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public void The_page_lists_the_metrics_that_the_program_makes() =>
        Assert.Equal(Measures.AllInstruments().Order(), DocumentedMetric.All().Select(metric => $"{metric.Name} {metric.Unit} {metric.Kind}").Order());

    [Fact]
    public void The_Grafana_dashboard_is_one()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("docs", "deploy", "grafana-dashboard.json")));
        Assert.All(dashboard.RootElement.GetProperty("panels").EnumerateArray(), panel => Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength()));
    }

    [Fact]
    public void Pods_are_given_variables_that_the_program_knows_and_ports_that_they_name()
    {
        var documents = Documents("kubernetes.yaml").ToArray();
        string[] kinds = ["ServiceAccount", "Role", "RoleBinding", "Deployment", "PodDisruptionBudget", "Deployment", "PodDisruptionBudget", "Service"];
        Assert.Equal(kinds, documents.Select(document => Text(document, "kind")));
        foreach (var deployment in documents.Where(document => Text(document, "kind") == "Deployment"))
        {
            var container = (YamlMappingNode)((YamlSequenceNode)At(deployment, "spec", "template", "spec", "containers"))[0];
            Assert.All(Names(container, "env"), AssertKnown);
            var ports = Names(container, "ports").ToArray();
            Assert.All((string[])["startupProbe", "livenessProbe", "readinessProbe"], probe => Assert.Contains(Text(At(container, probe, "httpGet"), "port"), ports));
        }
    }

    [Fact]
    public void Pods_have_no_right_that_they_do_not_need()
    {
        var documents = Documents("kubernetes.yaml").ToArray();
        foreach (var deployment in documents.Where(document => Text(document, "kind") == "Deployment"))
        {
            var pod = (YamlMappingNode)At(deployment, "spec", "template", "spec");
            Assert.Equal(("true", "RuntimeDefault"), (Text(pod["securityContext"], "runAsNonRoot"), Text(At(pod, "securityContext", "seccompProfile"), "type")));
            Assert.DoesNotContain(pod.Children.Keys, key => ((YamlScalarNode)key).Value is "hostNetwork" or "hostPID" or "hostIPC" or "volumes");
            // Silos ask Kubernetes who is gone; nobody else is given a way to ask it anything.
            if (Text(At(deployment, "metadata"), "name") == "ingest-silo") Assert.Equal("ingest-silo", Text(pod, "serviceAccountName"));
            else Assert.Equal("false", Text(pod, "automountServiceAccountToken"));
            var container = (YamlMappingNode)Assert.Single((YamlSequenceNode)pod["containers"]);
            var rights = (YamlMappingNode)container["securityContext"];
            Assert.Equal(["allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem"], rights.Children.Keys.Select(key => ((YamlScalarNode)key).Value).Order());
            Assert.Equal(("false", "true"), (Text(rights, "allowPrivilegeEscalation"), Text(rights, "readOnlyRootFilesystem")));
            Assert.Equal("{ { drop, [ ALL ] } }", rights["capabilities"].ToString());
            Assert.NotEmpty(Text(At(container, "resources", "limits"), "memory"));
            // Secrets come from a secret, never from the file.
            Assert.All(
                ((YamlSequenceNode)container["env"]).Where(one => Text(one, "name") is "Ingest__AdminKey" or "ConnectionStrings__redis" or "ConnectionStrings__clickhouse"),
                one => Assert.Equal("ingest", Text(At(one, "valueFrom", "secretKeyRef"), "name")));
        }

        var role = Assert.Single(documents, document => Text(document, "kind") == "Role");
        var rule = Assert.Single((YamlSequenceNode)role["rules"]);
        Assert.Equal("[ pods ]", rule["resources"].ToString());
        Assert.DoesNotContain(documents, document => Text(document, "kind").StartsWith("ClusterRole", StringComparison.Ordinal));
        var image = File.ReadAllText(Checkout.PathOf("src", "Orleans.Ingest.Server", "Dockerfile"));
        Assert.Matches(@"(?s)FROM \S+-chiseled\n.*\nUSER \$APP_UID\n", image[image.LastIndexOf("FROM", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void The_manifest_of_the_AppHost_gives_variables_that_the_program_knows()
    {
        var manifest = AspireManifest.Read();
        Assert.Equal(["silo", "web"], manifest.Projects);
        Assert.All(manifest.Projects.SelectMany(project => manifest.VariablesOf(project).Keys).Where(key => !key.StartsWith("services__", StringComparison.Ordinal) && !key.StartsWith("SILO_", StringComparison.Ordinal)), AssertKnown);
        Assert.Equal("silo", manifest.VariablesOf("silo")["Ingest__Role"]);
        Assert.EndsWith("--appendonly yes --appendfsync always --maxmemory-policy noeviction", manifest.CommandOf("redis"), StringComparison.Ordinal);
    }

    private static void AssertKnown(string variable)
    {
        if (_ofOthers.Contains(variable) || variable.StartsWith("Orleans__", StringComparison.Ordinal) || variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal)) return;
        var parts = variable.Split("__");
        Assert.True(parts[0] == "Ingest", variable);
        var type = typeof(IngestOptions);
        foreach (var part in parts[1..])
        {
            var property = type.GetProperty(part);
            Assert.True(property is not null, $"The program does not know '{variable}'.");
            type = property.PropertyType;
        }
    }

    private static IEnumerable<YamlNode> Documents(string file)
    {
        using var reader = new StreamReader(Checkout.PathOf("docs", "deploy", file));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.Select(document => document.RootNode);
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, part) => at[part]);

    private static string Text(YamlNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static IEnumerable<string> Names(YamlNode node, string list) => ((YamlSequenceNode)node[list]).Select(one => Text(one, "name"));

    [GeneratedRegex(@"\bingest_\w+")]
    private static partial Regex Metric();
}
