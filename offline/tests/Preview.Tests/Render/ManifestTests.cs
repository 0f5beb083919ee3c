using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using PmCrm.Preview.Tests.Harness;
using YamlDotNet.RepresentationModel;

namespace PmCrm.Preview.Tests.Render;

/// <summary>Written manifests are read again by an independent YAML parser.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void Each_object_is_a_document_in_the_order_of_the_plan()
    {
        var text = Manifests.Write(
            Plans.Of(
                Object("core/v1", "Namespace", "shop"),
                Plans.Resource("gcp:storage/bucket:Bucket", "bucket"),
                Plans.Component("shop:index:Web", "web"),
                Object("apps/v1", "Deployment", "web")
            )
        );
        Assert.Equal(["Namespace shop", "Deployment web"], Read(text).Select(one => $"{one["kind"]} {one["metadata"]["name"]}"));
        Assert.Contains("---\napiVersion: core/v1\nkind: Namespace\nmetadata:\n  name: shop\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("null")]
    [InlineData("0500")]
    [InlineData("1e3")]
    [InlineData("12:30:45")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("{\"default\": \"pmcrm\"}")]
    [InlineData("*anchor")]
    [InlineData("two\nlines\n\n  and\ttabs \n")]
    [InlineData("\"quotes\" and \\backslashes\\")]
    [InlineData("é 日本 \U0001f600 \u2028 \u202e \u0001 \u0085")]
    [InlineData("<deployer.email>")]
    [InlineData("---")]
    public void Text_comes_back_as_it_was(string value)
    {
        var one = Plans.Resource(
            "kubernetes:core/v1:ConfigMap",
            "config",
            (
                "data",
                Plans.Map((value, Plans.Text("as a key")), ("list", Plans.List(Plans.Text(value), Plans.Map(("key", Plans.Text(value))))))
            )
        );
        var data = (YamlMappingNode)Assert.Single(Read(Manifests.Write(Plans.Of(one))))["data"];
        var list = (YamlSequenceNode)data["list"];
        Assert.Equal("as a key", data[value].ToString());
        Assert.Equal((value, value), (((YamlScalarNode)list[0]).Value, ((YamlScalarNode)list[1]["key"]).Value));
    }

    [Fact]
    public void Numbers_booleans_lists_and_empty_maps_keep_their_kind()
    {
        var spec = Plans.Map(
            ("replicas", new PlanNumber(3)),
            ("share", new PlanNumber(0.5)),
            ("on", new PlanBool(true)),
            ("podSelector", PlanMap.Empty),
            ("none", new PlanList([])),
            ("left out", PlanNull.Instance),
            (
                "matrix",
                Plans.List(
                    Plans.List(new PlanNumber(1)),
                    PlanMap.Empty,
                    Plans.Map(("a", Plans.List(new PlanNumber(2))), ("b", new PlanNumber(3)))
                )
            )
        );
        var text = Manifests.Write(Plans.Of(Plans.Resource("kubernetes:apps/v1:Deployment", "web", ("spec", spec))));
        var read = (YamlMappingNode)Assert.Single(Read(text))["spec"];
        Assert.Equal(("3", "0.5", "true"), (read["replicas"].ToString(), read["share"].ToString(), read["on"].ToString()));
        Assert.Empty(((YamlMappingNode)read["podSelector"]).Children);
        Assert.Empty(((YamlSequenceNode)read["none"]).Children);
        Assert.Equal("1", read["matrix"][0][0].ToString());
        Assert.Empty(((YamlMappingNode)read["matrix"][1]).Children);
        Assert.Equal(("2", "3"), (read["matrix"][2]["a"][0].ToString(), read["matrix"][2]["b"].ToString()));
        Assert.False(read.Children.ContainsKey("left out"));
    }

    [Fact]
    public void Secrets_are_masked_and_the_data_of_a_Secret_stays_valid()
    {
        var text = Manifests.Write(
            Plans.Of(
                Object("core/v1", "Secret", "one", ("data", Plans.Map(("password", Plans.Secret("planted"))))),
                Object("core/v1", "Secret", "two", ("stringData", Plans.Secret("planted"))),
                Object("core/v1", "Secret", "three", ("stringData", Plans.Map(("password", Plans.Secret("planted")))))
            )
        );
        var read = Read(text).ToList();
        Assert.Equal("[secret]", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(read[0]["data"]["password"].ToString())));
        Assert.Empty(((YamlMappingNode)read[1]["stringData"]).Children);
        Assert.Equal("[secret]", read[2]["stringData"]["password"].ToString());
        Assert.DoesNotContain("planted", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_placeholder_is_a_legal_name_where_only_a_name_is_accepted_and_legible_elsewhere()
    {
        var one = Plans.Resource(
            "kubernetes:core/v1:ServiceAccount",
            "account",
            (
                "metadata",
                Plans.Map(
                    ("name", Plans.Text("<account.metadata.name>")),
                    ("namespace", PlanUnknown.Instance),
                    ("labels", Plans.Map(("owner", Plans.Text("<a.b>")))),
                    ("annotations", Plans.Map(("iam.gke.io/gcp-service-account", Plans.Text("<account.email>"))))
                )
            )
        );
        var metadata = Assert.Single(Read(Manifests.Write(Plans.Of(one))))["metadata"];
        Assert.Equal("account-metadata-name unknown a-b", $"{metadata["name"]} {metadata["namespace"]} {metadata["labels"]["owner"]}");
        Assert.Equal("<account.email>", metadata["annotations"]["iam.gke.io/gcp-service-account"].ToString());
    }

    [Fact]
    public void An_object_without_a_name_gets_the_one_that_the_provider_would_generate()
    {
        var one = Plans.Resource("kubernetes:core/v1:ConfigMap", "config") with
        {
            Outputs = Plans.Map(("metadata", Plans.Map(("name", Plans.Text("config-1a2b3c4d"))))),
        };
        Assert.Equal("config-1a2b3c4d", Assert.Single(Read(Manifests.Write(Plans.Of(one))))["metadata"]["name"].ToString());
    }

    [Fact]
    public void A_chart_is_named_in_a_comment_because_its_objects_are_in_no_plan()
    {
        var chart = Plans.Resource(
            "kubernetes:helm.sh/v3:Release",
            "release",
            ("chart", Plans.Text("cert-manager")),
            ("version", Plans.Text("1.21.0"))
        );
        var text = Manifests.Write(Plans.Of(chart));
        Assert.Empty(Read(text));
        Assert.Contains("# not included: the objects of the Helm release cert-manager 1.21.0\n", text, StringComparison.Ordinal);
    }

    private static PlanResource Object(string group, string kind, string name, params (string Key, PlanValue Value)[] inputs) =>
        Plans.Resource($"kubernetes:{group}:{kind}", name, [("metadata", Plans.Map(("name", Plans.Text(name)))), .. inputs]);

    private static IEnumerable<YamlMappingNode> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode);
    }
}
