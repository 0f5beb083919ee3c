using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>Compares docs/access.md with the roles that the components grant.</summary>
public sealed partial class AccessTableTests
{
    [Fact]
    public void Every_role_that_a_component_grants_is_in_the_table()
    {
        var granted = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "Components"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Role().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.InRange(granted.Count(), 20, 100);
        Assert.Empty(granted.Except(Documented().Select(row => row.Role)));
    }

    [Fact]
    public void Each_role_of_the_deployer_has_a_row_of_its_own_and_no_row_is_left_over()
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Root, "Components", "Identity", "GithubDeployer.cs"));
        var granted = PlatformRoles().Match(source).Groups[1].Value;

        var table = Documented()
            .Where(row =>
                row.Line.StartsWith("| deploy |", StringComparison.Ordinal) && row.Line.Contains("| project |", StringComparison.Ordinal)
            );

        Assert.Equal(
            Role().Matches(granted).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
            table.Select(row => row.Role).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_permission_in_the_table_belongs_to_its_role()
    {
        var belongs = File.ReadLines(Path.Combine(Checkout.Root, "tests", "Repository.Tests", "References", "google-roles.tsv"))
            .Where(line => !line.StartsWith('#'))
            .ToHashSet(StringComparer.Ordinal);
        var named = Documented()
            .SelectMany(row => Permission().Matches(row.Line.Split('|')[4]).Select(match => $"{row.Role}\t{match.Groups[1].Value}"))
            .ToList();

        Assert.InRange(named.Count, 15, 200);
        Assert.Empty(named.Except(belongs));
    }

    [Fact]
    public void Each_permission_of_a_custom_role_is_in_the_table_and_exists_at_Google()
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Root, "Components", "Identity", "RestoreRehearser.cs"));
        var granted = OwnPermission().Matches(source).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var documented = File.ReadLines(Path.Combine(Checkout.Root, "docs", "access.md"))
            .Where(line => line.StartsWith("| `pmcrm_STACK_rehearsal_", StringComparison.Ordinal))
            .SelectMany(line => Permission().Matches(line.Split('|')[3]).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        var known = File.ReadLines(Path.Combine(Checkout.Root, "tests", "Repository.Tests", "References", "google-roles.tsv"))
            .Select(line => line.Split('\t')[^1]);

        Assert.Equal(8, granted.Count);
        Assert.Equal(granted.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        Assert.Empty(granted.Except(known));
    }

    private static IEnumerable<(string Line, string Role)> Documented() =>
        File.ReadLines(Path.Combine(Checkout.Root, "docs", "access.md"))
            .Select(line => (line, DocumentedRole().Match(line)))
            .Where(row => row.Item2.Success)
            .Select(row => (row.line, row.Item2.Groups[1].Value));

    [GeneratedRegex("\"(roles/[A-Za-z.]+)\"")]
    private static partial Regex Role();

    [GeneratedRegex(@"^\|[^|]+\| `(roles/[A-Za-z.]+)`")]
    private static partial Regex DocumentedRole();

    [GeneratedRegex("`([a-z][A-Za-z]*[.][A-Za-z.]+)`")]
    private static partial Regex Permission();

    [GeneratedRegex("\"((?:cloudsql|container)[.][a-zA-Z]+[.][a-zA-Z]+)\"")]
    private static partial Regex OwnPermission();

    [GeneratedRegex(@"PlatformRoles =\s*\[(.*?)\];", RegexOptions.Singleline)]
    private static partial Regex PlatformRoles();
}
