using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>Checks that the tests and rules that docs/plan-faults.md names exist.</summary>
public sealed partial class PlanFaultTests
{
    private const int Rows = 32;

    private static readonly string[] Table =
    [
        .. File.ReadLines(Path.Combine(Checkout.Root, "docs", "plan-faults.md")).Where(line => Row().IsMatch(line)),
    ];

    [Fact]
    public void Every_fault_has_a_row_and_every_row_something_that_prevents_it()
    {
        var numbers = Table.Select(line => Row().Match(line).Groups[1].Value).Distinct();
        Assert.Equal(
            Enumerable.Range(1, Rows).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            numbers
        );
        Assert.All(Table, line => Assert.Matches("`[A-Z]|\\(deploy\\.md\\)", line.Split('|')[3]));
    }

    [Fact]
    public void Every_test_that_the_table_names_exists() => NamedTests.Exist(Table, 40, 200);

    [Fact]
    public void Every_rule_that_the_table_names_exists()
    {
        var rules = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "offline", "engine", "Policy", "Rules"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);
        Assert.Empty(Table.SelectMany(line => Rule().Matches(line)).Select(match => match.Groups[1].Value).Except(rules));
    }

    [GeneratedRegex(@"^\| ([0-9]+)( [a-z])? \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"rule `([A-Za-z]+)`")]
    private static partial Regex Rule();
}
