using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Mocks;

public class MockTests
{
    [Fact]
    public async Task Mocks_see_secrets_unwrapped_numbers_as_doubles_and_no_nulls()
    {
        var inputs = await Program.InputsOfAsync(() =>
            new ThingArgs
            {
                Text = "a",
                Number = 3,
                Password = "planted-value-1",
                Map = { ["k"] = "v" },
            }
        );

        Assert.Equal("a", inputs["text"]);
        Assert.Equal(3.0, inputs["number"]);
        Assert.Equal("planted-value-1", inputs["password"]);
        Assert.Equal("v", Assert.IsType<ImmutableDictionary<string, object>>(inputs["map"])["k"]);
        Assert.False(inputs.ContainsKey("flag"));
    }

    [Fact]
    public async Task A_property_with_an_unknown_inside_disappears_whole()
    {
        var inputs = await Program.InputsOfAsync(() =>
            new ThingArgs
            {
                Text = OutputUtilities.CreateUnknown("x"),
                List = { "a", OutputUtilities.CreateUnknown("b") },
                Number = 1,
            }
        );

        Assert.Equal(["map", "number", "secrets"], inputs.Keys.Order());
    }

    [Fact]
    public async Task Resources_come_in_the_order_of_registration_and_with_the_stack_first()
    {
        var resources = await Deployment.TestAsync<ThreeThings>(new Recorder(), Program.Preview);

        Assert.Equal(["project-stack", "group", "one", "two"], resources.Select(resource => resource.GetResourceName()));
        Assert.IsType<ThreeThings>(resources[0]);
    }

    [Fact]
    public async Task Lambda_forms_leave_the_stack_out()
    {
        var (resources, outputs) = await Deployment.TestAsync(new Recorder(), Program.Preview, () =>
        {
            var thing = new Thing("one");
            return new Dictionary<string, object?> { ["name"] = thing.GetResourceName() };
        });

        Assert.Equal(["one"], resources.Select(resource => resource.GetResourceName()));
        Assert.Equal("one", outputs["name"]);
    }

    [Fact]
    public async Task Asynchronous_lambdas_are_awaited()
    {
        var resources = await Deployment.TestAsync(new Recorder(), Program.Preview, async () =>
        {
            await Task.Yield();
            _ = new Thing("one");
        });

        Assert.Single(resources);
    }

    [Fact]
    public async Task The_result_of_an_asynchronous_lambda_becomes_outputs()
    {
        var (resources, outputs) = await Deployment.TestAsync(new Recorder(), Program.Preview, async () =>
        {
            await Task.Yield();
            IDictionary<string, object?> returned = new Dictionary<string, object?> { ["id"] = new Thing("one").Id };
            return returned;
        });

        Assert.Single(resources);
        Assert.Equal("one-id", (await Assert.IsType<Output<string>>(outputs["id"]).SeeAsync()).Value);
    }

    [Fact]
    public async Task A_stack_can_come_from_a_container()
    {
        var container = new Container(() => new ThreeThings());

        var resources = await Deployment.TestWithServiceProviderAsync<ThreeThings>(new Recorder(), container, Program.Preview);

        Assert.IsType<ThreeThings>(resources[0]);
    }

    [Fact]
    public async Task A_mock_sees_type_name_inputs_provider_and_id_and_nothing_of_the_options()
    {
        var visible = typeof(MockResourceArgs).GetProperties().Select(property => property.Name);
        Assert.Equal(["Id", "Inputs", "Name", "Provider", "Type"], visible.Order());

        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            _ = new Thing("read", null, new CustomResourceOptions { Id = "existing", Provider = new TestProvider("provider") });
            _ = new Thing("imported", null, new CustomResourceOptions { ImportId = "imported-id" });
        });

        var read = recorder.Resources.Single(resource => resource.Name == "read");
        Assert.Equal("existing", read.Id);
        Assert.EndsWith("::provider::provider-id", read.Provider, StringComparison.Ordinal);
        Assert.Equal("imported-id", recorder.Resources.Single(resource => resource.Name == "imported").Id);
    }

    [Fact]
    public async Task Components_reach_the_mocks_and_the_stack_does_not()
    {
        var recorder = new Recorder();

        await Deployment.TestAsync<ThreeThings>(recorder, Program.Preview);

        Assert.Equal([Group.Token, Thing.Token, Thing.Token], recorder.Resources.Select(resource => resource.Type));
    }

    [Fact]
    public async Task Urns_keep_the_first_type_of_the_parents()
    {
        Thing? grandchild = null;
        await Deployment.TestAsync(new Recorder(), Program.Preview, () =>
        {
            var child = new Group("child", new ComponentResourceOptions { Parent = new Group("group") });
            grandchild = new Thing("it", options: new CustomResourceOptions { Parent = child });
        });

        Assert.Equal(
            "urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Thing::it",
            await OutputUtilities.GetValueAsync(grandchild!.Urn)
        );
    }

    [Fact]
    public async Task An_id_is_known_in_a_preview_and_a_null_id_is_unknown()
    {
        Thing? known = null,
            unknown = null;
        var recorder = new Recorder { Answer = args => (args.Name == "known" ? "id-1" : null, args.Inputs) };

        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            known = new Thing("known");
            unknown = new Thing("unknown", null, new CustomResourceOptions { ImportId = null });
        });

        Assert.Equal("id-1", (await known!.Id.SeeAsync()).Value);
        Assert.False((await unknown!.Id.SeeAsync()).IsKnown);
    }

    [Fact]
    public async Task State_that_lacks_a_property_is_unknown_in_a_preview_and_default_in_an_update()
    {
        Assert.False((await (await CreateAsync(Program.Preview)).Number.SeeAsync()).IsKnown);

        var seen = await (await CreateAsync(Program.Update)).Number.SeeAsync();
        Assert.True(seen.IsKnown);
        Assert.Equal(0, seen.Value);

        static async Task<Thing> CreateAsync(TestOptions options)
        {
            Thing? thing = null;
            await Deployment.TestAsync(new Recorder(), options, () =>
            {
                thing = new Thing("it", new ThingArgs { Text = "a" });
            });
            return thing!;
        }
    }

    [Fact]
    public async Task An_output_is_secret_if_the_state_says_so_not_if_the_input_was()
    {
        Thing? thing = null;
        var recorder = new Recorder
        {
            Answer = _ => ("id", new Dictionary<string, object> { ["text"] = Output.CreateSecret("planted-value-2"), ["flag"] = true }),
        };

        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            thing = new Thing("it", new ThingArgs { Flag = Output.CreateSecret(true) });
        });

        Assert.True((await thing!.Text.SeeAsync()).IsSecret);
        Assert.False((await thing.Flag.SeeAsync()).IsSecret);
    }

    [Fact]
    public async Task The_run_is_described_by_the_options()
    {
        var seen = "";
        await Deployment.TestAsync(
            new Recorder(),
            new TestOptions
            {
                ProjectName = "p",
                StackName = "s",
                OrganizationName = "o",
                RootDirectory = "/r",
                IsPreview = false,
            },
            () =>
            {
                var run = Deployment.Instance;
                seen = $"{run.OrganizationName}/{run.ProjectName}/{run.StackName} {run.RootDirectory} {run.IsDryRun}";
            }
        );

        Assert.Equal("o/p/s /r False", seen);
    }

    [Fact]
    public async Task Without_options_it_is_a_preview_of_project_and_stack()
    {
        var seen = "";
        await Deployment.TestAsync(new Recorder(), new TestOptions(), () =>
        {
            var run = Deployment.Instance;
            seen = $"{run.OrganizationName}/{run.ProjectName}/{run.StackName} {run.IsDryRun}";
        });

        Assert.Equal("organization/project/stack True", seen);
    }

    [Fact]
    public async Task What_a_component_registers_reaches_the_mocks()
    {
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            new Group("group") { Named = Output.CreateSecret("planted-value-3"), AsWritten = Output.Create(5) }.Register();
        });

        var outputs = recorder.Outputs.Single(request => request.Urn.EndsWith("::group", StringComparison.Ordinal)).Outputs;
        Assert.True((await outputs["theName"].SeeAsync()).IsSecret);
        Assert.Equal(5.0, (await outputs["AsWritten"].SeeAsync()).Value);
        Assert.DoesNotContain("urn", outputs.Keys);
    }

    [Fact]
    public async Task Invokes_reach_the_mocks_and_their_result_is_read()
    {
        var recorder = new Recorder
        {
            Call = args => new Dictionary<string, object> { ["name"] = $"{args.Args["text"]}!", ["partCount"] = 2 },
        };
        Output<PartResult>? result = null;

        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            var arguments = new DictionaryInvokeArgs(ImmutableDictionary<string, object?>.Empty.Add("text", "a"));
            result = Deployment.Instance.Invoke<PartResult>("test:index:getPart", arguments);
        });

        var part = (await result!.SeeAsync()).Value;
        Assert.Equal("a!", part.Name);
        Assert.Equal(2, part.Count);
        Assert.Equal("test:index:getPart", Assert.Single(recorder.Calls).Token);
    }

    public sealed class ThreeThings : Pulumi.Stack
    {
        public ThreeThings()
        {
            var group = new Group("group");
            _ = new Thing("one", options: new CustomResourceOptions { Parent = group });
            _ = new Thing("two");
        }
    }

    private sealed class Container(Func<object> create) : IServiceProvider
    {
        public object? GetService(Type serviceType) => create();
    }
}
