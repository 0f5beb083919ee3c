using System.Reflection;
using PmCrm.Sdk.Generator.Tests.Harness;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The behaviour of generated constructors and setters, tested in a running sample.</summary>
public class GeneratedBehaviourTests
{
    private static readonly Assembly Compiled = Sample.Compile(
        """
        {
          "pluginDownloadUrl": "github://example/plugins",
          "resources": {
            "sample:index/safe:Safe": {
              "module": "", "type": "Safe", "state": true,
              "constants": { "kind": "Safe" }, "secretInputs": ["code", "codes", "notes"], "secretOutputs": ["code"],
              "inputs": { "kind": "string?", "code": "string", "codes": "string[]?", "notes": "string{}?", "open": "string?" },
              "outputs": { "kind": "string", "code": "string", "codes": "string[]?" }
            },
            "pulumi:providers:sample": {
              "module": "", "type": "Provider", "jsonInputs": ["count"],
              "defaults": { "region": "env:PMCRM_SAMPLE_FIRST,PMCRM_SAMPLE_SECOND", "count": "env:PMCRM_SAMPLE_COUNT", "note": "made here", "strict": true },
              "inputs": { "region": "string?", "count": "number?", "note": "string?", "strict": "boolean?" },
              "outputs": {}
            }
          }
        }
        """
    );

    [Theory]
    [InlineData("SafeArgs", "Code")]
    [InlineData("SafeState", "Code")]
    public async Task A_sensitive_argument_becomes_secret_when_it_is_set(string type, string property)
    {
        Assert.True(await IsSecretAsync<string>(type, property, (Input<string>)"planted-value-1"));
    }

    [Fact]
    public async Task A_sensitive_list_and_map_become_secret_when_they_are_set()
    {
        Assert.True(
            await IsSecretAsync<System.Collections.Immutable.ImmutableArray<string>>(
                "SafeArgs",
                "Codes",
                (InputList<string>)new[] { "planted-value-1" }
            )
        );
        Assert.True(
            await IsSecretAsync<System.Collections.Immutable.ImmutableDictionary<string, string>>(
                "SafeArgs",
                "Notes",
                (InputMap<string>)new Dictionary<string, string> { ["where"] = "planted-value-1" }
            )
        );
    }

    [Fact]
    public async Task Other_arguments_stay_as_they_are()
    {
        Assert.False(await IsSecretAsync<string>("SafeArgs", "Open", (Input<string>)"yes"));
        Assert.False(
            await IsSecretAsync<System.Collections.Immutable.ImmutableArray<string>>(
                "SafeState",
                "Codes",
                (InputList<string>)new[] { "one" }
            )
        );
    }

    [Fact]
    public async Task A_constant_is_sent_whatever_the_program_says()
    {
        var registered = await Run.ProgramAsync(() =>
        {
            var args = Create("SafeArgs");
            Set(args, "Kind", (Input<string>)"Cupboard");
            Set(args, "Code", (Input<string>)"planted-value-1");
            Activator.CreateInstance(Type("Safe"), "safe", args, null);
        });
        var safe = Assert.Single(registered);
        Assert.Equal("sample:index/safe:Safe", safe.Type);
        Assert.Equal("Safe", safe.Inputs["kind"]);
        Assert.Equal("planted-value-1", safe.Inputs["code"]);
    }

    [Fact]
    public async Task A_lookup_reads_the_resource_of_that_id()
    {
        var registered = await Run.ProgramAsync(() =>
            Type("Safe").GetMethod("Get")!.Invoke(null, ["safe", (Input<string>)"safe-7", null, null])
        );
        Assert.Equal("safe-7", Assert.Single(registered).Id);
    }

    [Fact]
    public async Task A_default_comes_from_the_first_variable_that_is_set()
    {
        await Run.ProgramAsync(() =>
        {
            Assert.Null(ValueOf<string>("Region"));
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_SECOND", "europe-west1");
            Assert.Equal("europe-west1", ValueOf<string>("Region"));
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_FIRST", "europe-west3");
            Assert.Equal("europe-west3", ValueOf<string>("Region"));
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_FIRST", null);
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_SECOND", null);
        });
    }

    [Fact]
    public async Task A_default_that_cannot_be_read_is_left_out()
    {
        await Run.ProgramAsync(() =>
        {
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_COUNT", "many");
            Assert.Null(Get(Create("ProviderArgs"), "Count"));
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_COUNT", "7");
            Assert.Equal(7, ValueOf<int>("Count"));
            Environment.SetEnvironmentVariable("PMCRM_SAMPLE_COUNT", null);
        });
    }

    [Fact]
    public async Task A_constant_default_needs_no_environment_variable()
    {
        await Run.ProgramAsync(() =>
        {
            Assert.Equal("made here", ValueOf<string>("Note"));
            Assert.True(ValueOf<bool>("Strict"));
        });
    }

    [Fact]
    public void Version_download_address_aliases_and_secret_outputs_go_with_every_registration()
    {
        var code = Sample.Generate(
            """
            {
              "pluginDownloadUrl": "github://example/plugins",
              "resources": {
                "sample:index/safe:Safe": {
                  "module": "", "type": "Safe", "inputs": {}, "outputs": {},
                  "aliases": ["sample:index/box:Box"], "secretOutputs": ["code"], "replaceOnChanges": ["size"]
                }
              }
            }
            """
        );
        Assert.Contains("""Version = "1.2.3";""", code, StringComparison.Ordinal);
        Assert.Contains("""PluginDownloadUrl = "github://example/plugins";""", code, StringComparison.Ordinal);
        Assert.Contains(
            """
            ResourceDefaults.Merge(options, id, secretOutputs: ["code"], aliases: ["sample:index/box:Box"], replaceOnChanges: ["size"])
            """.Trim(),
            code,
            StringComparison.Ordinal
        );
    }

    private static async Task<bool> IsSecretAsync<T>(string type, string property, object value)
    {
        var secret = false;
        await Run.ProgramAsync(() =>
        {
            var args = Create(type);
            Set(args, property, value);
            var output = ((Input<T>)Get(args, property)!).ToOutput();
            secret = Output.IsSecretAsync(output).GetAwaiter().GetResult();
        });
        return secret;
    }

    /// <summary>The value that the constructor of the provider's arguments sets.</summary>
    private static T? ValueOf<T>(string property) =>
        OutputUtilities.GetValueAsync(((Input<T>)Get(Create("ProviderArgs"), property)!).ToOutput()).GetAwaiter().GetResult();

    private static Type Type(string name) => Compiled.GetType($"Sample.{name}", throwOnError: true)!;

    private static object Create(string name) => Activator.CreateInstance(Type(name))!;

    private static object? Get(object args, string property) => args.GetType().GetProperty(property)!.GetValue(args);

    private static void Set(object args, string property, object value) => args.GetType().GetProperty(property)!.SetValue(args, value);
}
