using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Kubernetes.ApiExtensions.V1Beta1;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.ApiExtensions.V1Beta1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Random;
using Pulumi.Testing;
using Pulumi.Utilities;
using JSONSchemaProps = Pulumi.Kubernetes.Types.Outputs.ApiExtensions.V1Beta1.JSONSchemaProps;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>Behaviour that a program relies on, in generated and in published packages.</summary>
public class PackageBehaviourTests
{
    [Fact]
    public async Task An_output_asked_for_after_the_registration_has_its_value_and_its_origin()
    {
        await Deployment.TestAsync(new Provider(), Update, async () =>
        {
            var bytes = new RandomBytes("bytes", new RandomBytesArgs { Length = 4 });
            await OutputUtilities.GetValueAsync(bytes.Urn);
            Assert.Equal(4, await OutputUtilities.GetValueAsync(bytes.Length));
            Assert.Same(bytes, Assert.Single(await OutputUtilities.GetDependenciesAsync(bytes.Length)));
            Assert.Same(bytes.Length, bytes.Length);
        });
    }

    [Fact]
    public async Task An_output_that_many_threads_ask_for_at_once_is_one()
    {
        await Deployment.TestAsync(new Provider(), Update, () =>
        {
            var bytes = new RandomBytes("bytes", new RandomBytesArgs { Length = 4 });
            var asked = new Output<string>[64];
            Parallel.For(0, asked.Length, i => asked[i] = bytes.Hex);
            Assert.Single(asked.Distinct());
        });
    }

    [Fact]
    public async Task A_missing_property_is_unknown_in_a_preview_and_the_default_after_an_update()
    {
        await Deployment.TestAsync(new Provider(), new TestOptions { IsPreview = true }, async () =>
            Assert.False(await OutputUtilities.GetIsKnownAsync(new RandomBytes("bytes", new RandomBytesArgs { Length = 4 }).Base64))
        );
        await Deployment.TestAsync(new Provider(), Update, async () =>
        {
            var integer = new RandomInteger("integer", new RandomIntegerArgs { Min = 1, Max = 6 });
            Assert.True(await OutputUtilities.GetIsKnownAsync(integer.Result));
            Assert.Equal(0, await OutputUtilities.GetValueAsync(integer.Result));
            Assert.Null(await OutputUtilities.GetValueAsync(integer.Seed));
        });
    }

    [Fact]
    public async Task A_registration_that_fails_fails_the_outputs_too_whenever_they_are_asked_for()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(new Provider { Fails = true }, Update, async () =>
            {
                var bytes = new RandomBytes("bytes", new RandomBytesArgs { Length = 4 });
                await Assert.ThrowsAnyAsync<Exception>(() => OutputUtilities.GetValueAsync(bytes.Urn));
                await Assert.ThrowsAnyAsync<Exception>(() => OutputUtilities.GetValueAsync(bytes.Hex));
            }));
        Assert.Contains("the provider is out of bytes", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_derives_from_a_resource_has_its_own_outputs_and_those_of_its_base()
    {
        await Deployment.TestAsync(new Provider(), Update, async () =>
        {
            var bytes = new MarkedBytes("bytes", new RandomBytesArgs { Length = 4 });
            Assert.Equal("marked", await OutputUtilities.GetValueAsync(bytes.Mark));
            Assert.Equal(4, await OutputUtilities.GetValueAsync(bytes.Length));
        });
    }

    [Fact]
    public async Task A_class_that_derives_from_arguments_sends_what_it_adds()
    {
        var provider = new Provider();
        await Deployment.TestAsync(provider, Update, () =>
        {
            _ = new Service(
                "service",
                new ServiceArgs
                {
                    Spec = new MarkedSpecArgs { Type = "ClusterIP", Mark = "marked" },
                }
            );
        });
        var spec = (ImmutableDictionary<string, object>)Assert.Single(provider.Registered).Inputs["spec"];
        Assert.Equal("marked", spec["mark"]);
        Assert.Equal("ClusterIP", spec["type"]);
    }

    [Fact]
    public async Task A_field_that_can_hold_a_type_or_a_list_of_JSON_goes_out_and_comes_back()
    {
        await Deployment.TestAsync(new Provider(), Update, async () =>
        {
            var schema = await SchemaAsync(new JSONSchemaPropsArgs { Items = ImmutableArray.Create(Json("""{"type":"string"}""")) });
            Assert.Equal("""{"type":"string"}""", Assert.Single(schema.Items.AsT1).GetRawText());
            schema = await SchemaAsync(new JSONSchemaPropsArgs { Items = new JSONSchemaPropsArgs { Type = "string" } });
            Assert.Equal("string", schema.Items.AsT0.Type);
        });
    }

    /// <summary>A limitation of the published packages, which the generated ones have too, see OutputTypeWriter.</summary>
    [Fact]
    public async Task A_field_with_a_dollar_sign_goes_out_but_does_not_come_back()
    {
        var provider = new Provider();
        await Deployment.TestAsync(provider, Update, async () =>
        {
            var schema = await SchemaAsync(
                new JSONSchemaPropsArgs { Ref = "#/definitions/fish", Schema = "https://json-schema.org/schema" }
            );
            Assert.Null(schema.Ref);
            Assert.Null(schema.Schema);
        });
        var sent = Assert.Single(provider.Registered).Inputs;
        foreach (var name in new[] { "spec", "validation", "openAPIV3Schema" })
            sent = (ImmutableDictionary<string, object>)sent[name];
        Assert.Equal("#/definitions/fish", sent["$ref"]);
        Assert.Equal("https://json-schema.org/schema", sent["$schema"]);
    }

    [Fact]
    public async Task A_missing_required_argument_is_named()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(new Provider(), Update, () =>
            {
                _ = new RandomBytes("bytes", new RandomBytesArgs());
            }));
        Assert.Contains("[Input] Pulumi.Random.RandomBytesArgs.Length is required", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The schema as the provider returns it, in a custom resource definition.</summary>
    private static async Task<JSONSchemaProps> SchemaAsync(JSONSchemaPropsArgs schema)
    {
        var definition = new CustomResourceDefinition(
            "fish",
            new CustomResourceDefinitionArgs
            {
                Spec = new CustomResourceDefinitionSpecArgs
                {
                    Group = "pond.example",
                    Names = new CustomResourceDefinitionNamesArgs { Kind = "Fish", Plural = "fish" },
                    Scope = "Namespaced",
                    Validation = new CustomResourceValidationArgs { OpenAPIV3Schema = schema },
                },
            }
        );
        return (await OutputUtilities.GetValueAsync(definition.Spec)).Validation.OpenAPIV3Schema;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static TestOptions Update => new() { IsPreview = false };

    private sealed class MarkedBytes(string name, RandomBytesArgs args) : RandomBytes(name, args)
    {
        [Output("mark")]
        public Output<string> Mark { get; private set; } = null!;
    }

    private sealed class MarkedSpecArgs : ServiceSpecArgs
    {
        [Input("mark")]
        public Input<string>? Mark { get; set; }
    }

    /// <summary>Returns the inputs, and a mark.</summary>
    private sealed class Provider : IMocks
    {
        private ImmutableList<MockResourceArgs> registered = [];

        public bool Fails { get; init; }

        public IReadOnlyList<MockResourceArgs> Registered => registered;

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (Fails)
                throw new InvalidOperationException("the provider is out of bytes");
            ImmutableInterlocked.Update(ref registered, list => list.Add(args));
            return Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs.SetItem("mark", "marked")));
        }

        public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);
    }
}
