using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>
/// Arguments are read when the constructor runs. Later changes by the program affect only the next resource.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public class ArgumentTimeTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 8).Select(i => $"it-{i}")];

    [Fact]
    public async Task Args_that_a_loop_reuses_give_each_resource_its_own_value()
    {
        var engine = await RunAsync(() =>
        {
            var args = new ThingArgs();
            foreach (var name in Names)
            {
                args.Text = name;
                _ = new Thing(name, args);
            }
        });

        Assert.All(Names, name => Assert.Equal(name, engine.Registered(name).Object.Fields["text"].StringValue));
    }

    [Fact]
    public async Task Nested_args_that_a_loop_reuses_give_each_resource_its_own_value()
    {
        var engine = await RunAsync(() =>
        {
            var part = new PartArgs();
            var args = new ThingArgs { Part = part };
            foreach (var name in Names)
            {
                part.Name = name;
                _ = new Thing(name, args);
            }
        });

        Assert.All(Names, name => Assert.Equal(name, engine.Registered(name).Object.Fields["part"].StructValue.Fields["name"].StringValue));
    }

    [Fact]
    public async Task Options_that_a_loop_reuses_give_each_resource_what_they_had_in_its_constructor()
    {
        var engine = await RunAsync(() =>
        {
            var options = new CustomResourceOptions();
            foreach (var name in Names)
            {
                options.IgnoreChanges.Add(name);
                options.EnvVarMappings[name] = name;
                _ = new TestProvider(name, options);
            }
        });

        Assert.All(Names, (name, i) => Assert.Equal(Names[..(i + 1)], engine.Registered(name).IgnoreChanges));
        Assert.All(Names, (name, i) => Assert.Equal(Names[..(i + 1)], engine.Registered(name).EnvVarMappings.Keys.Order()));
    }

    [Fact]
    public async Task What_a_list_gains_after_the_constructor_is_not_sent()
    {
        var engine = await RunAsync(() =>
        {
            var args = new ThingArgs();
            foreach (var name in Names)
            {
                args.List.Add(name);
                _ = new Thing(name, args);
            }
        });

        Assert.All(Names, (name, index) => Assert.Equal(index + 1, engine.Registered(name).Object.Fields["list"].ListValue.Values.Count));
    }

    [Fact]
    public async Task What_a_map_gains_after_the_constructor_is_not_sent()
    {
        var engine = await RunAsync(() =>
        {
            var args = new ThingArgs();
            foreach (var name in Names)
            {
                args.Map.Add(name, "x");
                _ = new Thing(name, args);
            }
        });

        Assert.All(Names, (name, index) => Assert.Equal(index + 1, engine.Registered(name).Object.Fields["map"].StructValue.Fields.Count));
    }

    [Fact]
    public async Task A_collection_inside_an_argument_gives_each_resource_its_own_items()
    {
        var engine = await RunAsync(() =>
        {
            var items = new List<string>();
            var values = new Dictionary<string, object> { ["items"] = items };
            foreach (var name in Names)
            {
                items.Add(name);
                values[name] = name;
                _ = new Thing(name, new ThingArgs { Anything = values });
            }
        });

        Assert.All(Names, (name, index) =>
        {
            var sent = engine.Registered(name).Object.Fields["anything"].StructValue.Fields;
            Assert.Equal(index + 2, sent.Count);
            Assert.Equal(index + 1, sent["items"].ListValue.Values.Count);
        });
    }

    [Fact]
    public async Task Args_inside_lists_and_maps_that_a_loop_reuses_give_each_resource_its_own_value()
    {
        var engine = await RunAsync(() =>
        {
            var part = new PartArgs();
            var args = new GroupedArgs { List = { part }, Map = { ["only"] = part } };
            foreach (var name in Names)
            {
                part.Name = name;
                _ = new Grouped(name, args);
            }
        });

        Assert.All(Names, name =>
        {
            var sent = engine.Registered(name).Object.Fields;
            Assert.Equal(name, sent["list"].ListValue.Values[0].StructValue.Fields["name"].StringValue);
            Assert.Equal(name, sent["map"].StructValue.Fields["only"].StructValue.Fields["name"].StringValue);
        });
    }

    [Fact]
    public async Task The_arguments_of_a_function_are_those_of_the_call()
    {
        var engine = await RunAsync(() =>
        {
            var args = new LookupArgs();
            foreach (var name in Names)
            {
                args.Name = name;
                Deployment.Instance.Invoke<object>("test:index:lookup", args);
            }
        });

        Assert.Equal(Names, engine.All<Pulumirpc.ResourceInvokeRequest>().Select(call => call.Args.Fields["name"].StringValue).Order());
    }

    [Fact]
    public async Task Mocks_see_the_arguments_of_the_moment_too()
    {
        var recorder = new Recorder();
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            var part = new PartArgs();
            var args = new ThingArgs { Part = part };
            foreach (var name in Names)
            {
                args.Text = part.Name = name;
                args.List.Add(name);
                _ = new Thing(name, args);
            }
        });

        Assert.All(Names, (name, index) =>
        {
            var inputs = recorder.InputsOfAsync(name);
            Assert.Equal(name, inputs["text"]);
            Assert.Equal(name, Assert.IsType<ImmutableDictionary<string, object>>(inputs["part"])["name"]);
            Assert.Equal(index + 1, Assert.IsType<ImmutableArray<object>>(inputs["list"]).Length);
        });
    }

    [Fact]
    public async Task A_component_that_gains_children_later_is_depended_on_without_them()
    {
        var engine = await RunAsync(() =>
        {
            var group = new Group("group");
            _ = new Thing("child-0", null, new CustomResourceOptions { Parent = group });
            foreach (var name in Names)
            {
                _ = new Thing(name, null, new CustomResourceOptions { DependsOn = group });
                _ = new Thing($"child-of-{name}", null, new CustomResourceOptions { Parent = group });
            }
        });

        Assert.All(Names, (name, index) => Assert.Equal(index + 1, engine.Registered(name).Dependencies.Count));
    }

    [Fact]
    public async Task Options_that_a_loop_reuses_give_each_resource_its_own_value()
    {
        var engine = await RunAsync(() =>
        {
            var options = new CustomResourceOptions();
            foreach (var name in Names)
            {
                options.ImportId = name;
                options.IgnoreChanges.Add(name);
                _ = new Thing(name, null, options);
            }
        });

        Assert.All(Names, name => Assert.Equal(name, engine.Registered(name).ImportId));
        Assert.All(Names, (name, index) => Assert.Equal(index + 1, engine.Registered(name).IgnoreChanges.Count));
    }

    /// <summary>
    /// Runs a program after the engine has answered: before that, the official SDK does not know how to write values.
    /// </summary>
    private static async Task<RecordingEngine> RunAsync(Action program)
    {
        var (exitCode, engine) = await EngineRun.RunAsync(() =>
            Deployment.RunAsync(async () =>
            {
                await OutputUtilities.GetValueAsync(new Thing("before").Urn);
                program();
            })
        );
        Assert.Empty(engine.LoggedErrors);
        Assert.Equal(0, exitCode);
        return engine;
    }

    private sealed class Grouped(string name, GroupedArgs args) : CustomResource("test:index:Grouped", name, args, null);

    private sealed class GroupedArgs : ResourceArgs
    {
        [Input("list")]
        public InputList<PartArgs> List { get; set; } = [];

        [Input("map")]
        public InputMap<PartArgs> Map { get; set; } = [];
    }

    private sealed class LookupArgs : InvokeArgs
    {
        [Input("name")]
        public string? Name { get; set; }
    }
}
