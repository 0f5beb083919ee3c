using PmCrm.Sdk.Tests.Support;
using Pulumi;

namespace PmCrm.Sdk.Tests.Resources;

public class OptionsTests
{
    [Fact]
    public async Task Merging_lets_the_second_win_and_joins_lists()
    {
        var first = new CustomResourceOptions
        {
            Protect = true,
            Version = "1.0.0",
            IgnoreChanges = { "a" },
            AdditionalSecretOutputs = { "s" },
            DeleteBeforeReplace = true,
            Aliases = { new Alias { Name = "x" } },
        };
        var second = new CustomResourceOptions
        {
            Version = "2.0.0",
            IgnoreChanges = { "b" },
            ImportId = "i",
            RetainOnDelete = true,
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.True(merged.Protect);
        Assert.Equal("2.0.0", merged.Version);
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["s"], merged.AdditionalSecretOutputs);
        Assert.True(merged.DeleteBeforeReplace);
        Assert.True(merged.RetainOnDelete);
        Assert.Equal("i", merged.ImportId);
        Assert.Single(merged.Aliases);
        Assert.Equal(["a"], first.IgnoreChanges);
        Assert.Equal(["b"], second.IgnoreChanges);
        Assert.Empty((await CustomResourceOptions.Merge(null, null).DependsOn.ToOutput().SeeAsync()).Value);
    }

    [Fact]
    public void Merging_adds_the_seconds_environment_variables_to_the_first_too()
    {
        var first = new CustomResourceOptions { EnvVarMappings = { ["A"] = "1" } };

        _ = CustomResourceOptions.Merge(first, new CustomResourceOptions { EnvVarMappings = { ["B"] = "2" } });

        Assert.Equal(["A", "B"], first.EnvVarMappings.Keys.Order());
    }

    [Fact]
    public async Task Merging_component_options_keeps_the_later_provider_of_a_package()
    {
        IEnumerable<string> names = [];
        await Deployment.TestAsync(new Recorder(), Program.Preview, () =>
        {
            var merged = ComponentResourceOptions.Merge(
                new ComponentResourceOptions { Providers = { new TestProvider("first") } },
                new ComponentResourceOptions { Providers = { new TestProvider("second") } }
            );
            names = merged.Providers.Select(provider => provider.GetResourceName());
        });

        Assert.Equal(["second"], names);
    }

    [Fact]
    public async Task Merged_dependencies_are_those_of_both()
    {
        var dependsOn = Array.Empty<string>();
        await Deployment.TestAsync(new Recorder(), Program.Preview, async () =>
        {
            var merged = CustomResourceOptions.Merge(
                new CustomResourceOptions { DependsOn = { new Thing("one") } },
                new CustomResourceOptions { DependsOn = { new Thing("two"), new Group("group") } }
            );
            dependsOn = [.. (await merged.DependsOn.ToOutput().SeeAsync()).Value.Select(resource => resource.GetResourceName())];
        });

        Assert.Equal(["one", "two", "group"], dependsOn);
    }

    [Fact]
    public async Task A_transformation_changes_its_resource_and_those_below_in_the_constructor()
    {
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            ResourceTransformation mark = args =>
                args.Args is ThingArgs thing
                    ? new ResourceTransformationResult(
                        new ThingArgs { Text = $"{args.Resource.GetResourceName()}!", Number = thing.Number },
                        args.Options
                    )
                    : null;
            var group = new Group("group", new ComponentResourceOptions { ResourceTransformations = { mark } });
            _ = new Thing("below", new ThingArgs { Number = 1 }, new CustomResourceOptions { Parent = group });
            _ = new Thing("beside", new ThingArgs { Number = 2 });
        });

        Assert.Equal("below!", recorder.InputsOfAsync("below")["text"]);
        Assert.Equal(1.0, recorder.InputsOfAsync("below")["number"]);
        Assert.False(recorder.InputsOfAsync("beside").ContainsKey("text"));
    }

    [Fact]
    public async Task The_stacks_transformations_reach_everything_and_its_own_come_first()
    {
        var recorder = new Recorder();
        await Deployment.TestAsync<TransformedStack>(recorder, Program.Preview);

        Assert.Equal("own-stack", recorder.InputsOfAsync("it")["text"]);
    }

    [Fact]
    public async Task A_resource_transform_does_not_run_under_mocks()
    {
        var ran = false;
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            ResourceTransform transform = (args, _) =>
            {
                ran = true;
                return Task.FromResult<ResourceTransformResult?>(null);
            };
            _ = new Thing("it", null, new CustomResourceOptions { ResourceTransforms = { transform } });
        });

        Assert.False(ran);
        Assert.Single(recorder.Resources);
    }

    [Fact]
    public async Task Urns_are_made_of_the_stack_the_project_and_the_parents_type()
    {
        Output<string>? plain = null,
            below = null,
            elsewhere = null;
        await Deployment.TestAsync(new Recorder(), Program.Preview, () =>
        {
            plain = Urn.Create("n", "a:b:C");
            below = Urn.Create("n", "a:b:C", parentUrn: "urn:pulumi:s::p::x:y:Z::parent");
            elsewhere = Urn.Create("n", "a:b:C", project: "other", stack: "prod");
        });

        Assert.Equal("urn:pulumi:stack::project::a:b:C::n", (await plain!.SeeAsync()).Value);
        Assert.Equal("urn:pulumi:s::p::x:y:Z$a:b:C::n", (await below!.SeeAsync()).Value);
        Assert.Equal("urn:pulumi:prod::other::a:b:C::n", (await elsewhere!.SeeAsync()).Value);
    }

    public sealed class TransformedStack : Pulumi.Stack
    {
        public TransformedStack()
            : base(new StackOptions { ResourceTransformations = { args => Append(args, "stack") } })
        {
            _ = new Thing(
                "it",
                new ThingArgs { Text = "" },
                new CustomResourceOptions { ResourceTransformations = { args => Append(args, "own") } }
            );
        }

        private static ResourceTransformationResult? Append(ResourceTransformationArgs args, string suffix)
        {
            if (args.Args is not ThingArgs thing)
                return null;
            var text = thing.Text.Apply(before => before == "" ? suffix : $"{before}-{suffix}");
            return new ResourceTransformationResult(new ThingArgs { Text = text }, args.Options);
        }
    }
}
