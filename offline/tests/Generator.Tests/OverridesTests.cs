using PmCrm.Sdk.Generator.Tests.Harness;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The effects of the tables in offline/sdk/overrides.</summary>
public sealed class OverridesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("overrides").FullName;

    public OverridesTests()
    {
        foreach (var table in new[] { "doubles", "nested-secrets", "names", "namespaces" })
            Write(table, "# nothing\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_number_is_an_int_unless_the_table_says_double()
    {
        const string slice =
            """{ "resources": { "t": { "module": "", "type": "Fish", "inputs": { "age": "number?", "weight": "number?" }, "outputs": {} } } }""";
        Write("doubles", "Sample.FishArgs\tweight\n");
        var code = Sample.Generate(slice, overrides: Overrides.Load(folder));
        Assert.Contains("Input<int>? Age", code, StringComparison.Ordinal);
        Assert.Contains("Input<double>? Weight", code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_output_has_the_facts_of_its_arguments()
    {
        const string slice = """
            { "inputs": { "FishEye": { "properties": { "size": "number" } } }, "outputs": { "FishEye": { "properties": { "size": "number" } } } }
            """;
        Write("doubles", "Sample.Inputs.FishEyeArgs\tsize\n");
        Assert.Contains("readonly double Size", Sample.Generate(slice, overrides: Overrides.Load(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_and_a_namespace_come_from_their_tables()
    {
        const string slice =
            """{ "resources": { "t": { "module": "fishpond", "type": "Fish", "inputs": { "fish": "string?" }, "outputs": {} } } }""";
        Write("names", "Sample.FishPond.FishArgs\tfish\tFishName\n");
        Write("namespaces", "sample\tfishpond\tFishPond\n");
        var code = Sample.Generate(slice, overrides: Overrides.Load(folder));
        Assert.Contains("namespace Sample.FishPond", code, StringComparison.Ordinal);
        Assert.Contains("""[Input("fish")] public Input<string>? FishName""", code, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_secret_is_wrapped_by_its_setter()
    {
        const string slice = """
            {
              "resources": { "t": { "module": "", "type": "Fish", "inputs": { "eye": "#FishEye?" }, "outputs": {} } },
              "inputs": { "FishEye": { "properties": { "colour": "string?" } } }
            }
            """;
        Write("nested-secrets", "Sample.Inputs.FishEyeArgs\tcolour\n");
        Assert.Contains(
            "_colour = SecretInput.Wrap(value)",
            Sample.Generate(slice, overrides: Overrides.Load(folder)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_row_with_too_few_columns_is_refused_with_its_place()
    {
        Write("names", "# type\tproperty\tC# name\nSample.FishArgs\tfish\n");
        var error = Assert.Throws<FormatException>(() => Overrides.Load(folder));
        Assert.Contains("names.tsv:2: 2 columns; each row has 3", error.Message, StringComparison.Ordinal);
    }

    private void Write(string table, string text) => File.WriteAllText(Path.Combine(folder, $"{table}.tsv"), text);
}
