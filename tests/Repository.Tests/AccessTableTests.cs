using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>docs/access.md against the roles that the components grant.</summary>
public sealed partial class AccessTableTests
{
    [Fact]
    public void Every_role_that_a_component_grants_stands_in_the_table()
    {
        var granted = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "Components"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Role().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal);

        Assert.InRange(granted.Count(), 20, 100);
        Assert.Empty(granted.Except(Documented().Select(row => row.Role)));
    }

    [Fact]
    public void Each_role_of_the_deployer_has_a_row_of_its_own_and_no_row_is_left_over()
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Root, "Components", "Identity", "GithubDeployer.cs"));
        var granted = PlatformRoles().Match(source).Groups[1].Value;

        var table = Documented().Where(row => row.Line.StartsWith("| deploy |", StringComparison.Ordinal) && row.Line.Contains("| project |", StringComparison.Ordinal));

        Assert.Equal(
            Role().Matches(granted).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            table.Select(row => row.Role).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Line, string Role)> Documented()
        => File.ReadLines(Path.Combine(Checkout.Root, "docs", "access.md")).Select(line => (line, DocumentedRole().Match(line)))
            .Where(row => row.Item2.Success).Select(row => (row.line, row.Item2.Groups[1].Value));

    [GeneratedRegex("\"(roles/[A-Za-z.]+)\"")]
    private static partial Regex Role();

    [GeneratedRegex(@"^\|[^|]+\| `(roles/[A-Za-z.]+)`")]
    private static partial Regex DocumentedRole();

    [GeneratedRegex(@"PlatformRoles =\s*\[(.*?)\];", RegexOptions.Singleline)]
    private static partial Regex PlatformRoles();
}
