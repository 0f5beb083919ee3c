using PmCrm.Sdk.Tests.Support;
using Pulumi;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>What a resource inherits from its ancestors and dependencies, as the engine gets it.</summary>
[Collection(ProcessEnvironment.Name)]
public class InheritanceTests
{
    [Fact]
    public async Task Protect_is_inherited_from_the_parent_unless_set()
    {
        var engine = await RunAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Protect = true });
            _ = Child("inherits", group);
            _ = new Thing("differs", null, new CustomResourceOptions { Parent = group, Protect = false });
            _ = new Thing("outside");
        });

        Assert.True(engine.Registered("inherits").Protect);
        Assert.True(engine.Registered("differs").HasProtect);
        Assert.False(engine.Registered("differs").Protect);
        Assert.False(engine.Registered("outside").HasProtect);
    }

    [Fact]
    public async Task A_provider_is_the_nearest_above_for_the_package()
    {
        var engine = await RunAsync(() =>
        {
            var outer = new Group("outer", new ComponentResourceOptions { Providers = { new TestProvider("far") } });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer, Provider = new TestProvider("near") });
            _ = Child("under-outer", outer);
            _ = Child("under-inner", inner);
            _ = new Thing("own", null, new CustomResourceOptions { Parent = outer, Provider = new TestProvider("mine") });
            _ = new CustomResource("other:index:Thing", "other-package", null, new CustomResourceOptions { Parent = outer });
        });

        Assert.EndsWith("::far::far-id", engine.Registered("under-outer").Provider, StringComparison.Ordinal);
        Assert.EndsWith("::near::near-id", engine.Registered("under-inner").Provider, StringComparison.Ordinal);
        Assert.EndsWith("::mine::mine-id", engine.Registered("own").Provider, StringComparison.Ordinal);
        Assert.Equal("", engine.Registered("other-package").Provider);
    }

    [Fact]
    public async Task A_resources_own_provider_is_for_its_children_too()
    {
        var engine = await RunAsync(() =>
            _ = Child("child", new Thing("parent", null, new CustomResourceOptions { Provider = new TestProvider("mine") }))
        );

        Assert.EndsWith("::mine::mine-id", engine.Registered("child").Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_takes_one_provider_or_several_not_both()
    {
        var provider = (TestProvider?)null;
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                provider = new TestProvider("provider");
                _ = new Group("group", new ComponentResourceOptions { Provider = provider, Providers = { provider } });
            })
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("provider", Assert.Single(engine.LoggedErrors), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Depending_on_a_component_means_the_custom_resources_below_it()
    {
        var engine = await RunAsync(() =>
        {
            var group = new Group("group");
            var nested = new Group("nested", new ComponentResourceOptions { Parent = group });
            _ = Child("one", group);
            _ = Child("two", nested);
            _ = new Thing("it", null, new CustomResourceOptions { DependsOn = { group } });
        });

        Assert.Equal(
            [
                "urn:pulumi:dev::proj::test:index:Group$test:index:Group$test:index:Thing::two",
                "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::one",
            ],
            engine.Registered("it").Dependencies.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Depending_on_nothing_is_no_dependency()
    {
        var engine = await RunAsync(() =>
        {
            _ = new Thing("it", null, new CustomResourceOptions { DependsOn = { (Pulumi.Resource)null!, new Thing("other") } });
        });

        Assert.Equal(["urn:pulumi:dev::proj::test:index:Thing::other"], engine.Registered("it").Dependencies);
    }

    [Fact]
    public async Task An_output_of_a_component_depends_on_what_it_is_made_from()
    {
        var engine = await RunAsync(() =>
        {
            var group = new Group("group");
            var child = new Thing("child", new ThingArgs { Text = "a" }, new CustomResourceOptions { Parent = group });
            group.Named = child.Text.Apply(text => $"{text}!");
            _ = new Thing("it", new ThingArgs { Text = group.Named });
        });

        Assert.Equal("a!", engine.Registered("it").Object.Fields["text"].StringValue);
        Assert.Equal(
            ["urn:pulumi:dev::proj::test:index:Group$test:index:Thing::child"],
            engine.Registered("it").PropertyDependencies["text"].Urns
        );
    }

    [Fact]
    public async Task An_engine_that_computes_aliases_gets_only_the_resources_own()
    {
        var engine = await RunAsync(() => Aliased());

        Assert.Equal("former", Assert.Single(engine.Registered("group").Aliases).Spec.Name);
        Assert.Empty(engine.Registered("group-child").Aliases);
        Assert.Empty(engine.Registered("group-child").AliasURNs);
    }

    [Fact]
    public async Task An_engine_that_does_not_compute_aliases_gets_inherited_ones_as_urns()
    {
        var engine = await RunAsync(() => Aliased(), new RecordingEngine { Lacks = { "aliasSpecs" } });

        Assert.Equal(["urn:pulumi:dev::proj::test:index:Group::former"], engine.Registered("group").AliasURNs);
        Assert.Equal(["urn:pulumi:dev::proj::test:index:Group$test:index:Thing::former-child"], engine.Registered("group-child").AliasURNs);
        Assert.Empty(engine.Registered("group").Aliases);
    }

    [Fact]
    public async Task An_alias_under_another_parent_names_it()
    {
        var engine = await RunAsync(() =>
        {
            var group = new Group("group");
            _ = new Thing("by-resource", null, new CustomResourceOptions { Aliases = { new Alias { Parent = group } } });
            _ = new Thing(
                "by-urn",
                null,
                new CustomResourceOptions
                {
                    Aliases =
                    {
                        new Alias { ParentUrn = "urn:pulumi:dev::proj::a:b:C::x", Type = "a:b:D" },
                    },
                }
            );
        });

        Assert.Equal("urn:pulumi:dev::proj::test:index:Group::group", engine.Registered("by-resource").Aliases[0].Spec.ParentUrn);
        Assert.Equal("urn:pulumi:dev::proj::a:b:C::x", engine.Registered("by-urn").Aliases[0].Spec.ParentUrn);
        Assert.Equal("a:b:D", engine.Registered("by-urn").Aliases[0].Spec.Type);
    }

    [Fact]
    public async Task An_alias_that_contradicts_itself_fails_the_run()
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(() =>
            {
                _ = new Thing(
                    "it",
                    null,
                    new CustomResourceOptions
                    {
                        Aliases =
                        {
                            new Alias { Urn = "urn:pulumi:dev::proj::a:b:C::x", Name = "y" },
                        },
                    }
                );
            })
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("Alias", string.Concat(engine.LoggedErrors), StringComparison.Ordinal);
    }

    private static void Aliased()
    {
        var group = new Group("group", new ComponentResourceOptions { Aliases = { new Alias { Name = "former" } } });
        _ = Child("group-child", group);
    }

    private static Thing Child(string name, Pulumi.Resource parent) => new(name, null, new CustomResourceOptions { Parent = parent });

    private static async Task<RecordingEngine> RunAsync(Action program, RecordingEngine? behaviour = null)
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() => Deployment.RunAsync(program), behaviour);
        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        return engine;
    }
}
