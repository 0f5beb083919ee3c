using System.Text.Json;
using PmCrm.Sdk.Tests.Support;
using PmCrm.Sdk.Tests.Wire;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Runs;

[Collection(ProcessEnvironment.Name)]
public class ConfigTests
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    [Fact]
    public async Task Keys_are_the_projects_unless_another_namespace_is_given()
    {
        Assert.Equal("a", await ReadAsync(config => config.Get("text"), ("proj:text", "a")));
        Assert.Equal("b", await ReadAsync(_ => new Config("other").Get("text"), ("other:text", "b")));
    }

    [Fact]
    public async Task Keys_may_have_the_older_form_with_config()
    {
        Assert.Equal("a", await ReadAsync(config => config.Get("text"), ("proj:config:text", "a")));
        Assert.Equal("a", await ReadAsync(_ => new Config("proj:config").Get("text"), ("proj:text", "a")));
    }

    [Fact]
    public async Task Values_are_parsed_as_their_type()
    {
        Assert.True(await ReadAsync(config => config.GetBoolean("k"), ("proj:k", "true")));
        Assert.Equal(5, await ReadAsync(config => config.GetInt32("k"), ("proj:k", "5")));
        Assert.Equal(2.5, await ReadAsync(config => config.GetDouble("k"), ("proj:k", "2.5")));
        Assert.Equal(2, (await ReadAsync(config => config.GetObject<int[]>("k"), ("proj:k", "[1,2]")))![1]);
        Assert.Equal("x", (await ReadAsync(config => config.RequireObject<Setting>("k", CamelCase), ("proj:k", """{"name":"x"}"""))).Name);
    }

    [Fact]
    public async Task Every_type_has_an_optional_and_a_required_getter_and_their_secret_forms()
    {
        var seen = await ReadAsync<object?[]>(
            async config =>
                [
                    config.Get("s"),
                    config.Require("s"),
                    await RevealAsync(config.GetSecret("s")!),
                    await RevealAsync(config.RequireSecret("s")),
                    config.GetBoolean("b"),
                    config.RequireBoolean("b"),
                    await RevealAsync(config.GetSecretBoolean("b")!),
                    await RevealAsync(config.RequireSecretBoolean("b")),
                    config.GetInt32("i"),
                    config.RequireInt32("i"),
                    await RevealAsync(config.GetSecretInt32("i")!),
                    await RevealAsync(config.RequireSecretInt32("i")),
                    config.GetDouble("d"),
                    config.RequireDouble("d"),
                    await RevealAsync(config.GetSecretDouble("d")!),
                    await RevealAsync(config.RequireSecretDouble("d")),
                    config.GetObject<bool[]>("o")![0],
                    config.RequireObject<bool[]>("o")[0],
                    (await RevealAsync(config.GetSecretObject<bool[]>("o")!))![0],
                    (await RevealAsync(config.RequireSecretObject<bool[]>("o")))[0],
                ],
            ("proj:s", "text"),
            ("proj:b", "false"),
            ("proj:i", "-3"),
            ("proj:d", "1e3"),
            ("proj:o", "[true]")
        );

        object[] expected = ["text", false, -3, 1000.0, true];
        Assert.Equal(expected.SelectMany(value => Enumerable.Repeat(value, 4)), seen);

        static async Task<T> RevealAsync<T>(Output<T> output)
        {
            Assert.True(await Output.IsSecretAsync(output));
            return await OutputUtilities.GetValueAsync(output);
        }
    }

    [Theory]
    [InlineData(" 5 ", true)]
    [InlineData("+5", true)]
    [InlineData("5.0", false)]
    [InlineData("1,000", false)]
    [InlineData("99999999999", false)]
    [InlineData("", false)]
    public async Task A_whole_number_may_have_a_sign_and_surrounding_spaces(string value, bool isAccepted)
    {
        if (isAccepted)
        {
            Assert.Equal(5, await ReadAsync(config => config.RequireInt32("k"), ("proj:k", value)));
            return;
        }
        var errors = await ErrorsOfAsync(config => config.RequireInt32("k"), ("proj:k", value));
        Assert.Contains($"'proj:k' value '{value}'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("True")]
    [InlineData("1")]
    [InlineData("yes")]
    [InlineData("")]
    public async Task Only_true_and_false_are_booleans(string value)
    {
        var errors = await ErrorsOfAsync(config => config.GetBoolean("k"), ("proj:k", value));

        Assert.Contains("'proj:k'", errors, StringComparison.Ordinal);
        Assert.Contains("Boolean", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_named_with_its_key_and_the_type()
    {
        Assert.Contains(
            "'proj:k' value 'x' is not a valid Int32",
            await ErrorsOfAsync(config => config.RequireInt32("k"), ("proj:k", "x")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'proj:k' value 'x' is not a valid Double",
            await ErrorsOfAsync(config => config.GetDouble("k"), ("proj:k", "x")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'proj:k'",
            await ErrorsOfAsync(config => config.GetObject<Setting>("k"), ("proj:k", "[")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_missing_value_is_null_or_an_error_that_names_it_and_what_sets_it()
    {
        Assert.Null(await ReadAsync(config => config.Get("k")));
        Assert.Null(await ReadAsync(config => config.GetBoolean("k")));
        Assert.Null(await ReadAsync(config => config.GetSecret("k")));
        Assert.Null(await ReadAsync(config => config.GetObject<Setting>("k")));
        Assert.Contains("pulumi config set proj:k", await ErrorsOfAsync(config => config.Require("k")), StringComparison.Ordinal);
        Assert.Contains("proj:k", await ErrorsOfAsync(config => config.RequireSecretObject<Setting>("k")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_forms_give_secrets()
    {
        Assert.True(await ReadAsync(config => Output.IsSecretAsync(config.RequireSecret("k")), ("proj:k", "planted-value-8")));
        Assert.True(await ReadAsync(config => Output.IsSecretAsync(config.GetSecret("k")!), ("proj:k", "planted-value-8")));
        Assert.True(await ReadAsync(config => Output.IsSecretAsync(config.RequireSecretInt32("k")), ("proj:k", "5")));
        Assert.True(await ReadAsync(config => Output.IsSecretAsync(config.GetSecretBoolean("k")!), ("proj:k", "true")));
        Assert.True(await ReadAsync(config => Output.IsSecretAsync(config.RequireSecretObject<int[]>("k")), ("proj:k", "[1]")));
    }

    [Fact]
    public async Task A_secret_value_can_be_read_plainly_as_in_the_official_sdk() =>
        Assert.Equal("planted-value-8", await ReadAsync(config => config.Require("k"), ("proj:k", "planted-value-8")));

    private static async Task<T> ReadAsync<T>(Func<Config, T> read, params (string Key, string Value)[] entries) =>
        await ReadAsync(config => Task.FromResult(read(config)), entries);

    private static async Task<T> ReadAsync<T>(Func<Config, Task<T>> read, params (string Key, string Value)[] entries)
    {
        var result = default(T);
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(async () =>
                {
                    result = await read(new Config());
                }),
            config: ToDictionary(entries),
            secretKeys: ["proj:k"]
        );
        Assert.True(exitCode == 0, string.Join('\n', engine.LoggedErrors));
        return result!;
    }

    private static async Task<string> ErrorsOfAsync<T>(Func<Config, T> read, params (string Key, string Value)[] entries)
    {
        var (exitCode, engine) = await EngineRun.RunAsync(
            () =>
                Deployment.RunAsync(() =>
                {
                    read(new Config());
                }),
            config: ToDictionary(entries)
        );
        Assert.Equal(32, exitCode);
        return Assert.Single(engine.LoggedErrors);
    }

    private static Dictionary<string, string> ToDictionary((string Key, string Value)[] entries) =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value);

    private sealed record Setting(string Name);
}
