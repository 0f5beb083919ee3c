using System.Text.RegularExpressions;

namespace PmCrm.Preview.Tests.Project;

/// <summary>How the YAML of a stack file is read: as the CLI reads it, with a warning where the program gets another text.</summary>
public sealed class StackFileYamlTests : IDisposable
{
    private readonly StackFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void Scalars_are_texts_and_quoted_numbers_are_integers_as_in_the_CLI()
    {
        var configuration = files.Read(
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
        var configuration = files.Read("", $"config:\n  app:k: {written}\n");

        Assert.Equal(passed, configuration.Entries["app:k"].Text);
        Assert.Equal(
            $"Pulumi.prod.yaml:2:10: 'app:k' is written {written}, but YAML reads it as {reading}\"{written}\" if the text is meant",
            Assert.Single(configuration.Warnings)
        );
        Assert.Equal(written, files.Read("", $"config:\n  app:k: \"{written}\"\n").Entries["app:k"].Text);
        Assert.Empty(files.Read("", $"config:\n  app:k: \"{written}\"\n").Warnings);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("")]
    public void A_key_without_a_value_is_an_empty_text_with_a_warning(string written)
    {
        var configuration = files.Read("", $"config:\n  app:k: {written}\n");

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
        Assert.Empty(files.Read("", $"config:\n  app:k: {written}\n").Warnings);
    }

    [Fact]
    public void Warnings_about_members_of_objects_and_defaults_name_their_path()
    {
        var configuration = files.Read(
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
        var configuration = files.Read("config:\n  token: { secret: true }\n", "config:\n  app:token: 0500\n");

        Assert.Equal(
            "Pulumi.prod.yaml:2:14: 'app:token' is a secret, so its value must be encrypted: "
                + "pulumi config set --secret app:token --stack prod",
            Assert.Single(configuration.Warnings)
        );
    }

    [Fact]
    public void Merge_keys_are_merged_in_a_value_and_for_the_whole_configuration()
    {
        var configuration = files.Read(
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
        Assert.Equal("a", files.Read("config:\n  zone: { type: string, default: a }\n", stack).Entries["app:zone"].Text);
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
        Assert.Matches($@"^Pulumi\.prod\.yaml:2:\d+: {Regex.Escape(expected)}$", files.Fails("", $"config:\n  app:k: {written}\n"));
    }

    [Fact]
    public void Anchors_that_expand_without_limit_are_refused()
    {
        var lines = Enumerable.Range(1, 9).Select(i => $"  app:k{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        var error = files.Fails("", $"config:\n  app:k0: &a0 x\n{string.Concat(lines)}");

        Assert.Contains("anchors repeat more than 400000 values", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_limit_is_refused()
    {
        var error = files.Fails("", $"config:\n  app:k: {new string('[', 5000)}\n");

        Assert.Contains("nested deeper than 1000 levels", error, StringComparison.Ordinal);
    }
}
