using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>A transformation may return options of the other kind; the same parts take effect as in the official SDK.</summary>
[Collection(ProcessEnvironment.Name)]
public class OddOptionsTests
{
    [Fact]
    public async Task Component_options_on_a_custom_resource_lose_their_provider()
    {
        var engine = await RunAsync(() =>
        {
            var provider = new TestProvider("provider");
            _ = new Thing("it", null, Instead(new ComponentResourceOptions { Provider = provider }));
            _ = new Thing("listed", null, Instead(new ComponentResourceOptions { Providers = { provider } }));
        });

        Assert.Equal("", engine.Registered("it").Provider);
        Assert.Equal("", engine.Registered("listed").Provider);
    }

    [Fact]
    public async Task Custom_options_on_a_component_give_its_children_their_provider()
    {
        var engine = await RunAsync(() =>
        {
            var provider = new TestProvider("provider");
            var group = new Group(
                "group",
                new ComponentResourceOptions
                {
                    ResourceTransformations =
                    {
                        args =>
                            args.Resource is Group
                                ? new ResourceTransformationResult(args.Args, new CustomResourceOptions { Provider = provider })
                                : null,
                    },
                }
            );
            _ = new Thing("it", null, new CustomResourceOptions { Parent = group });
        });

        Assert.Equal("urn:pulumi:dev::proj::pulumi:providers:test::provider::provider-id", engine.Registered("it").Provider);
    }

    [Fact]
    public async Task The_text_of_an_output_says_how_to_use_its_value()
    {
        string? text = null;

        var engine = await RunAsync(() => text = Output.Create(1).ToString());

        const string Warning =
            "Calling [ToString] on an [Output<T>] is not supported.\n\n"
            + "To get the value of an Output<T> as an Output<string> consider:\n"
            + "1. o.Apply(v => $\"prefix{v}suffix\")\n"
            + "2. Output.Format($\"prefix{hostname}suffix\");\n\n"
            + "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.";
        Assert.Equal(Warning + "\nThis function may throw in a future version of Pulumi.", text?.ReplaceLineEndings("\n"));
        Assert.Contains(engine.All<Pulumirpc.LogRequest>(), log => log.Message.ReplaceLineEndings("\n") == Warning);
    }

    private static CustomResourceOptions Instead(ComponentResourceOptions options) =>
        new() { ResourceTransformations = { args => new ResourceTransformationResult(args.Args, options) } };

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
}
