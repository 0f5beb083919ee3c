using System.Text.Json;
using System.Text.RegularExpressions;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

public sealed class StackConfigurationTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Defaults_of_the_schema_fill_what_the_stack_leaves_out()
    {
        var configuration = Read(
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
        var configuration = Read(
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
        Assert.Equal("yes", Read("", "config:\n  greeting: yes\n").Entries["app:greeting"].Text);
        Assert.Equal("1", Read("", "config:\n  other:config:size: 1\n").Entries["other:size"].Text);
    }

    [Fact]
    public void Every_wrong_type_is_reported_at_once_with_its_place()
    {
        var error = Fails(
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

    [Fact]
    public void Scalars_are_texts_and_quoted_numbers_are_integers_as_in_the_CLI()
    {
        var configuration = Read(
            """
            config:
              version: { type: string }
              replicas: { type: integer }
            """,
            "config:\n  app:version: 16\n  app:replicas: \"4\"\n"
        );

        Assert.Equal("16", configuration.Entries["app:version"].Text);
        Assert.Equal("4", configuration.Entries["app:replicas"].Text);
    }

    [Theory]
    [InlineData("0500", "320", "a number and the program gets 320; write 320 if that is meant, ")]
    [InlineData("1.10", "1.1", "a number and the program gets 1.1; write 1.1 if that is meant, ")]
    [InlineData("2027-03-01", "2027-03-01 00:00:00 +0000 UTC", "a time and the program gets 2027-03-01 00:00:00 +0000 UTC; ")]
    [InlineData("True", "true", "a boolean and the program gets true; write true if that is meant, ")]
    public void A_scalar_that_the_program_reads_differently_than_written_is_a_warning_that_shows_the_quotes(
        string written,
        string passed,
        string reading
    )
    {
        var configuration = Read("", $"config:\n  app:k: {written}\n");

        Assert.Equal(passed, configuration.Entries["app:k"].Text);
        Assert.Equal(
            $"Pulumi.prod.yaml:2:10: 'app:k' is written {written}, but YAML reads it as {reading}\"{written}\" if the text is meant",
            Assert.Single(configuration.Warnings)
        );
        Assert.Equal(written, Read("", $"config:\n  app:k: \"{written}\"\n").Entries["app:k"].Text);
        Assert.Empty(Read("", $"config:\n  app:k: \"{written}\"\n").Warnings);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("")]
    public void A_key_without_a_value_is_an_empty_text_with_a_warning(string written)
    {
        var configuration = Read("", $"config:\n  app:k: {written}\n");

        Assert.Equal("", configuration.Entries["app:k"].Text);
        Assert.EndsWith(
            ": 'app:k' has no value, so the program gets an empty text; write \"\" if that is meant",
            Assert.Single(configuration.Warnings),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("europe-west1")]
    [InlineData("3")]
    [InlineData("-1.5")]
    [InlineData("true")]
    [InlineData("yes")]
    [InlineData("000000-000000-000000")]
    [InlineData("{a: 1, b: ~, c: x}")]
    public void A_scalar_that_the_program_reads_as_written_gives_no_warning(string written)
    {
        Assert.Empty(Read("", $"config:\n  app:k: {written}\n").Warnings);
    }

    [Fact]
    public void Warnings_about_members_of_objects_and_defaults_name_their_path()
    {
        var configuration = Read(
            "config:\n  version: { type: string, default: \"1.10\" }\n  size: { type: integer, default: 010 }\n",
            "config:\n  app:pools:\n    web: [{ disk: 0x1F }, 7]\n    0x10: a\n"
        );

        Assert.Equal("""{"16":"a","web":[{"disk":31},7]}""", configuration.Entries["app:pools"].Text);
        Assert.Equal("8", configuration.Entries["app:size"].Text);
        Assert.Equal(
            [
                "Pulumi.yaml:5:35: 'app:size'",
                "Pulumi.prod.yaml:3:19: 'app:pools.web[0].disk'",
                "Pulumi.prod.yaml:4:5: the key 'app:pools.16'",
            ],
            configuration
                .Warnings.Where(warning => warning.Contains("is written", StringComparison.Ordinal))
                .Select(warning => warning.Split(" is written")[0])
        );
    }

    [Fact]
    public void A_value_that_should_be_secret_is_in_no_warning()
    {
        var configuration = Read("config:\n  token: { secret: true }\n", "config:\n  app:token: 0500\n");

        Assert.Equal(
            "Pulumi.prod.yaml:2:14: 'app:token' is a secret, so its value must be encrypted: "
                + "pulumi config set --secret app:token --stack prod",
            Assert.Single(configuration.Warnings)
        );
    }

    [Fact]
    public void Merge_keys_are_merged_in_a_value_and_for_the_whole_configuration()
    {
        var configuration = Read(
            "",
            """
            shared: &shared
              app:region: europe-west1
              app:zone: a
            config:
              <<: *shared
              app:zone: b
              app:pools:
                base: &base
                  spot: true
                  max: 3
                web:
                  <<: *base
                  max: 5
            """
        );

        Assert.Equal("europe-west1", configuration.Entries["app:region"].Text);
        Assert.Equal("b", configuration.Entries["app:zone"].Text);
        Assert.Equal("""{"base":{"max":3,"spot":true},"web":{"max":5,"spot":true}}""", configuration.Entries["app:pools"].Text);
        Assert.Empty(configuration.Warnings);
    }

    [Theory]
    [InlineData("config: ~\n")]
    [InlineData("config:\n")]
    [InlineData("config: null\n")]
    [InlineData("config: {}\n")]
    [InlineData("~\n")]
    [InlineData("# nothing\n")]
    public void A_stack_file_without_values_takes_the_defaults(string stack)
    {
        Assert.Equal("a", Read("config:\n  zone: { type: string, default: a }\n", stack).Entries["app:zone"].Text);
    }

    [Theory]
    [InlineData("integer")]
    [InlineData("boolean")]
    public void A_typed_secret_gets_a_placeholder_of_that_type(string type)
    {
        var entry = Read($"config:\n  k: {{ type: {type}, secret: true }}\n", "config:\n  app:k:\n    secure: v1:a:b\n").Entries["app:k"];

        Assert.True(entry.IsSecret);
        Assert.True(type == "integer" ? ushort.TryParse(entry.Text, out _) : entry is { Text: "true", Secrets: [] });
    }

    [Fact]
    public void Encrypted_elements_of_a_typed_list_have_its_type()
    {
        var entry = Read(
            "config:\n  k: { type: array, items: { type: integer } }\n",
            "config:\n  app:k: [1, { secure: v1:a:b }]\n"
        ).Entries["app:k"];

        Assert.True(int.TryParse(JsonSerializer.Deserialize<JsonElement[]>(entry.Text)![1].GetString(), out _));
    }

    [Fact]
    public void An_encrypted_text_is_not_an_object_as_in_the_CLI()
    {
        var error = Fails("config:\n  k: { type: object }\n", "config:\n  app:k:\n    secure: v1:a:b\n");

        Assert.Equal("Pulumi.prod.yaml:3:5: 'app:k' is [secret]; it must be of type object", error);
    }

    [Theory]
    [InlineData("&x [*x]", "the anchor '*x' contains itself")]
    [InlineData("*x", "the anchor '*x' is not defined above it")]
    [InlineData("{<<: 1}", "'<<' merges a mapping, or a list of mappings")]
    [InlineData("!!int abc", "'abc' cannot be read as !!int")]
    [InlineData("!!binary \"%%%\"", "!!binary must be the base64 of a text in UTF-8")]
    [InlineData("{[1]: a}", "a key cannot be a list or a mapping; accepted: a text")]
    [InlineData(".inf", "'app:k' is .inf, which JSON cannot hold; accepted: finite numbers, or \".inf\" as a text")]
    [InlineData("\"a\u001bb\"", "not valid YAML: control character U+001B; write it as \"\\u001b\"")]
    public void What_the_CLI_cannot_read_is_refused_with_its_place(string written, string expected)
    {
        Assert.Matches($@"^Pulumi\.prod\.yaml:2:\d+: {Regex.Escape(expected)}$", Fails("", $"config:\n  app:k: {written}\n"));
    }

    [Fact]
    public void Anchors_that_expand_without_limit_are_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"  app:k{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var error = Fails("", $"config:\n  app:k0: &a0 x\n{string.Concat(lines)}");

        Assert.Contains("anchors repeat more than 400000 values", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_limit_is_refused()
    {
        var error = Fails("", $"config:\n  app:k: {new string('[', 5000)}\n");

        Assert.Contains("nested deeper than 1000 levels", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_no_stack_file_has_is_a_warning_with_a_suggestion()
    {
        var configuration = Read("", "confg:\n  app:region: a\nsecretsprovider: passphrase\nencryptionsalt: v1:x\n");

        Assert.Equal(["Pulumi.prod.yaml:1:1: 'confg' is not a key of a stack file; did you mean 'config'?"], configuration.Warnings);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        folder.Write("Pulumi.yaml/file", "");

        var error = Assert.Throws<PreviewException>(() => ProjectFile.Read(Path.Combine(folder.Root, "Pulumi.yaml")));

        Assert.StartsWith("cannot read Pulumi.yaml: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_without_a_default_names_the_file_and_the_key()
    {
        var error = Fails("config:\n  region: { type: string }\n  zone: { type: string }\n", "config: {}\n");

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
        var configuration = Read(
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
        var entry = Read("", "config:\n  app:sessionKey:\n    secure: v1:abc\n").Entries["app:sessionKey"];

        Assert.True(entry.IsSecret);
        Assert.StartsWith("SecretAppSessionKey", entry.Text, StringComparison.Ordinal);
        Assert.Equal([entry.Text], entry.Secrets);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aKeyWithAVeryLongNameThatWouldNotFitIntoThirtyTwoBytes")]
    public void A_placeholder_can_be_read_as_a_key_of_32_bytes(string name)
    {
        var entry = Read("", $"config:\n  app:{name}:\n    secure: v1:abc\n").Entries[$"app:{name}"];

        Assert.Equal(32, Convert.FromBase64String(entry.Text).Length);
    }

    [Fact]
    public void Another_ciphertext_gives_another_placeholder()
    {
        static string Stack(string ciphertext) => $"config:\n  app:key:\n    secure: {ciphertext}\n";

        Assert.Equal(Read("", Stack("v1:abc")).Entries["app:key"].Text, Read("", Stack("v1:abc")).Entries["app:key"].Text);
        Assert.NotEqual(Read("", Stack("v1:abc")).Entries["app:key"].Text, Read("", Stack("v1:abd")).Entries["app:key"].Text);
    }

    [Fact]
    public void A_ciphertext_inside_an_object_makes_the_whole_key_secret()
    {
        var entry = Read("", "config:\n  app:smtp:\n    host: mail\n    password:\n      secure: v1:abc\n").Entries["app:smtp"];

        Assert.True(entry.IsSecret);
        Assert.StartsWith("""{"host":"mail","password":"SecretAppSmtp""", entry.Text, StringComparison.Ordinal);
        Assert.Single(entry.Secrets);
    }

    [Fact]
    public void A_plain_value_for_a_secret_key_is_refused_without_being_shown()
    {
        var error = Fails("config:\n  token: { type: string, secret: true }\n", "config:\n  app:token: planted-value-1\n");

        Assert.Equal(
            "Pulumi.prod.yaml:2:14: 'app:token' is a secret, so its value must be encrypted: "
                + "pulumi config set --secret app:token --stack prod",
            error
        );
    }

    [Fact]
    public void A_stack_without_a_file_lists_the_stacks_that_there_are()
    {
        folder.Write("Pulumi.yaml", "name: app\nruntime: dotnet\n");
        folder.Write("Pulumi.prod.yaml", "");
        folder.Write("Pulumi.dev.yaml", "");

        var error = Assert.Throws<PreviewException>(() => StackConfiguration.Read(ProjectFile.Find(folder.Root), "production"));

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
        Assert.StartsWith(expected, Fails("", stack), StringComparison.Ordinal);
    }

    private StackConfiguration Read(string schema, string stack)
    {
        folder.Write("Pulumi.yaml", $"name: app\nruntime: dotnet\n{schema}");
        folder.Write("Pulumi.prod.yaml", stack);
        return StackConfiguration.Read(ProjectFile.Find(folder.Root), "prod");
    }

    private string Fails(string schema, string stack)
    {
        var error = Assert.Throws<PreviewException>(() => Read(schema, stack));
        Assert.Equal(ExitCodes.UsedWrongly, error.ExitCode);
        return error.Message;
    }
}
