using PmCrm.Preview.Render;
using YamlDotNet.RepresentationModel;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>The Kubernetes objects of both stacks as YAML for other tools.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Each_object_has_a_version_a_kind_and_a_name_and_comes_after_its_namespace(string stack)
    {
        var plan = (await PlannedStack.OfAsync(stack)).Plan;
        var stream = new YamlStream();
        stream.Load(new StringReader(Manifests.Write(plan)));

        var made = new HashSet<string>();
        foreach (var one in stream.Documents.Select(document => document.RootNode))
        {
            var (version, kind, metadata) = (one["apiVersion"].ToString(), one["kind"].ToString(), (YamlMappingNode)one["metadata"]);
            Assert.Matches("^([a-z0-9.-]+/)?v[0-9a-z]+$", version);
            Assert.Matches("^[a-z0-9.-]+$", metadata["name"].ToString());
            if (kind == "Namespace")
                made.Add(metadata["name"].ToString());
            else if (metadata.Children.TryGetValue("namespace", out var inside))
                Assert.Contains(inside.ToString(), made);
        }
        Assert.Equal(["cert-manager", "datadog", "pmcrm"], made.Order(StringComparer.Ordinal));
        Assert.True(stream.Documents.Count > 30, $"only {stream.Documents.Count} objects");
    }
}
