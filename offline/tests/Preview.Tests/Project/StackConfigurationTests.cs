using System.Text.Json;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

public sealed class StackConfigurationTests : IDisposable
{
    private readonly StackFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Defaults_of_the_schema_fill_what_the_stack_leaves_out()
    {
        var configuration = files.Read(
            """
            config:
              region: { type: string, default: europe-west1 }
              replicas: { type: integer, default: 3 }
              beta: { type: boolean, default: false }
              zones: { type: array, items: { type: string }, default: [a, b] }
              fixed: europe
              gcp:project: { value: my-project }
            """,
            "config:\n  app:replicas: 5\n"
        );

        Assert.Equal("europe-west1", configuration.Entries["app:region"].Text);
        Assert.Equal("5", configuration.Entries["app:replicas"].Text);
        Assert.Equal("false", configuration.Entries["app:beta"].Text);
        Assert.Equal("""["a","b"]""", configuration.Entries["app:zones"].Text);
        Assert.Equal("europe", configuration.Entries["app:fixed"].Text);
        Assert.Equal("my-project", configuration.Entries["gcp:project"].Text);
    }

    [Fact]
    public void Objects_and_lists_are_passed_as_sorted_JSON()
    {
        var configuration = files.Read(
            "",
            """
            config:
              app:pool:
                size: 3
                name: workers
                ratio: 1.5
                on: true
                none: null
                text: "3"
            """
        );

        Assert.Equal(
            """{"name":"workers","none":null,"on":true,"ratio":1.5,"size":3,"text":"3"}""",
            configuration.Entries["app:pool"].Text
        );
    }

    [Fact]
    public void A_key_without_a_namespace_is_the_projects()
    {
        Assert.Equal("yes", files.Read("", "config:\n  greeting: yes\n").Entries["app:greeting"].Text);
        Assert.Equal("1", files.Read("", "config:\n  other:config:size: 1\n").Entries["other:size"].Text);
    }

    [Fact]
    public void Every_wrong_type_is_reported_at_once_with_its_place()
    {
        var error = files.Fails(
            """
            config:
              replicas: { type: integer, default: 3 }
              beta: { type: boolean, default: false }
              zones: { type: array, items: { type: integer }, default: [1] }
              pool: { type: object, default: {} }
            """,
            """
            config:
              app:replicas: many
              app:beta: maybe
              app:zones: [1, two]
              app:pool: 3
            """
        );

        Assert.Equal(
            """
            Pulumi.prod.yaml:2:17: 'app:replicas' is 'many'; it must be of type integer
            Pulumi.prod.yaml:3:13: 'app:beta' is 'maybe'; it must be of type boolean
            Pulumi.prod.yaml:4:14: 'app:zones' is '[1,"two"]'; it must be of type array<integer>
            Pulumi.prod.yaml:5:13: 'app:pool' is '3'; it must be of type object
            """,
            error
        );
    }

    [Theory]
    [InlineData("integer")]
    [InlineData("boolean")]
    public void A_typed_secret_gets_a_placeholder_of_that_type(string type)
    {
        var entry = files.Read($"config:\n  k: {{ type: {type}, secret: true }}\n", "config:\n  app:k:\n    secure: v1:a:b\n").Entries[
            "app:k"
        ];

        Assert.True(entry.IsSecret);
        Assert.True(type == "integer" ? ushort.TryParse(entry.Text, out _) : entry is { Text: "true", Secrets: [] });
    }

    [Fact]
    public void Encrypted_elements_of_a_typed_list_have_its_type()
    {
        var entry = files
            .Read("config:\n  k: { type: array, items: { type: integer } }\n", "config:\n  app:k: [1, { secure: v1:a:b }]\n")
            .Entries["app:k"];

        Assert.True(int.TryParse(JsonSerializer.Deserialize<JsonElement[]>(entry.Text)![1].GetString(), out _));
    }

    [Fact]
    public void An_encrypted_text_is_not_an_object_as_in_the_CLI()
    {
        var error = files.Fails("config:\n  k: { type: object }\n", "config:\n  app:k:\n    secure: v1:a:b\n");

        Assert.Equal("Pulumi.prod.yaml:3:5: 'app:k' is [secret]; it must be of type object", error);
    }

    [Fact]
    public void A_key_that_no_stack_file_has_is_a_warning_with_a_suggestion()
    {
        var configuration = files.Read("", "confg:\n  app:region: a\nsecretsprovider: passphrase\nencryptionsalt: v1:x\n");

        Assert.Equal(["Pulumi.prod.yaml:1:1: 'confg' is not a key of a stack file; did you mean 'config'?"], configuration.Warnings);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        files.Folder.Write("Pulumi.yaml/file", "");

        var error = Assert.Throws<PreviewException>(() => ProjectFile.Read(Path.Combine(files.Folder.Root, "Pulumi.yaml")));

        Assert.StartsWith("cannot read Pulumi.yaml: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_without_a_default_names_the_file_and_the_key()
    {
        var error = files.Fails("config:\n  region: { type: string }\n  zone: { type: string }\n", "config: {}\n");

        Assert.Equal(
            """
            Pulumi.prod.yaml: stack 'prod' does not set 'app:region', which has no default (Pulumi.yaml:4:3)
            Pulumi.prod.yaml: stack 'prod' does not set 'app:zone', which has no default (Pulumi.yaml:5:3)
            """,
            error
        );
    }

    [Fact]
    public void A_key_that_the_schema_does_not_know_is_a_warning_with_a_suggestion()
    {
        var configuration = files.Read(
            "config:\n  region: { type: string, default: a }\n",
            "config:\n  app:regoin: b\n  app:colour: red\n  gcp:anything: goes\n"
        );

        Assert.Equal(
            [
                "Pulumi.prod.yaml:2:3: 'app:regoin' is not in Pulumi.yaml's config; did you mean 'app:region'?",
                "Pulumi.prod.yaml:3:3: 'app:colour' is not in Pulumi.yaml's config",
            ],
            configuration.Warnings
        );
    }

    [Fact]
    public void A_ciphertext_becomes_a_secret_placeholder_that_names_its_key()
    {
        var entry = files.Read("", "config:\n  app:sessionKey:\n    secure: v1:abc\n").Entries["app:sessionKey"];

        Assert.True(entry.IsSecret);
        Assert.StartsWith("SecretAppSessionKey", entry.Text, StringComparison.Ordinal);
        Assert.Equal([entry.Text], entry.Secrets);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aKeyWithAVeryLongNameThatWouldNotFitIntoThirtyTwoBytes")]
    public void A_placeholder_can_be_read_as_a_key_of_32_bytes(string name)
    {
        var entry = files.Read("", $"config:\n  app:{name}:\n    secure: v1:abc\n").Entries[$"app:{name}"];

        Assert.Equal(32, Convert.FromBase64String(entry.Text).Length);
    }

    [Fact]
    public void Another_ciphertext_gives_another_placeholder()
    {
        static string Stack(string ciphertext) => $"config:\n  app:key:\n    secure: {ciphertext}\n";

        Assert.Equal(files.Read("", Stack("v1:abc")).Entries["app:key"].Text, files.Read("", Stack("v1:abc")).Entries["app:key"].Text);
        Assert.NotEqual(files.Read("", Stack("v1:abc")).Entries["app:key"].Text, files.Read("", Stack("v1:abd")).Entries["app:key"].Text);
    }

    [Fact]
    public void A_ciphertext_inside_an_object_makes_the_whole_key_secret()
    {
        var entry = files.Read("", "config:\n  app:smtp:\n    host: mail\n    password:\n      secure: v1:abc\n").Entries["app:smtp"];

        Assert.True(entry.IsSecret);
        Assert.StartsWith("""{"host":"mail","password":"SecretAppSmtp""", entry.Text, StringComparison.Ordinal);
        Assert.Single(entry.Secrets);
    }

    [Fact]
    public void A_plain_value_for_a_secret_key_is_refused_without_being_shown()
    {
        var error = files.Fails("config:\n  token: { type: string, secret: true }\n", "config:\n  app:token: planted-value-1\n");

        Assert.Equal(
            "Pulumi.prod.yaml:2:14: 'app:token' is a secret, so its value must be encrypted: "
                + "pulumi config set --secret app:token --stack prod",
            error
        );
    }

    [Fact]
    public void A_stack_without_a_file_lists_the_stacks_that_there_are()
    {
        files.Folder.Write("Pulumi.yaml", "name: app\nruntime: dotnet\n");
        files.Folder.Write("Pulumi.prod.yaml", "");
        files.Folder.Write("Pulumi.dev.yaml", "");

        var error = Assert.Throws<PreviewException>(() => StackConfiguration.Read(ProjectFile.Find(files.Folder.Root), "production"));

        Assert.Equal("there is no stack 'production' (no Pulumi.production.yaml); stacks: dev, prod", error.Message);
        Assert.Equal(ExitCodes.UsedWrongly, error.ExitCode);
    }

    [Theory]
    [InlineData("config:\n  a: [1\n", "Pulumi.prod.yaml:3:1: not valid YAML: ")]
    [InlineData("config:\n  app:a: 1\n  app:a: 2\n", "Pulumi.prod.yaml:3:3: the key 'app:a' is already set on line 2")]
    [InlineData("config:\n  app:a: 1\n  a: 2\n", "Pulumi.prod.yaml:3:3: 'app:a' is already set")]
    [InlineData("config: 3\n", "Pulumi.prod.yaml:1:9: 'config' must be a mapping of keys")]
    [InlineData("- a\n", "Pulumi.prod.yaml:1:1: a stack file is a mapping with 'config'")]
    [InlineData("config:\n  a:b:c: 1\n", "Pulumi.prod.yaml:2:3: 'a:b:c' is not a configuration key")]
    public void A_broken_stack_file_is_reported_with_its_place(string stack, string expected)
    {
        Assert.StartsWith(expected, files.Fails("", stack), StringComparison.Ordinal);
    }
}
