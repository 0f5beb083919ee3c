using System.Reflection;
using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Auth;

/// <summary>The tables of docs/accounts.md list every requirement, and every test that they name exists.</summary>
public sealed partial class AccountsDocumentTests
{
    /// <summary>
    /// How many requirements each section of OWASP ASVS 5.0 has:
    /// https://github.com/OWASP/ASVS/blob/master/5.0/en/0x15-V6-Authentication.md and 0x16-V7-Session-Management.md.
    /// </summary>
    private static readonly (string Section, int Count)[] Sections =
    [
        ("6.1", 3),
        ("6.2", 12),
        ("6.3", 8),
        ("6.4", 6),
        ("6.5", 8),
        ("6.6", 4),
        ("6.7", 2),
        ("6.8", 4),
        ("7.1", 3),
        ("7.2", 4),
        ("7.3", 2),
        ("7.4", 5),
        ("7.5", 3),
        ("7.6", 2),
    ];

    private static readonly List<Match> Rows =
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/accounts.md"))).Cast<Match>(),
    ];

    [Fact]
    public void Every_requirement_has_a_row() =>
        Assert.Equal(
            Sections.SelectMany(section => Enumerable.Range(1, section.Count).Select(number => $"{section.Section}.{number}")),
            Rows.Select(row => row.Groups["id"].Value)
        );

    [Fact]
    public void Every_test_that_a_row_names_exists()
    {
        var types = Assembly.GetExecutingAssembly().GetTypes().ToLookup(type => type.Name);
        var named = Rows.Select(row => row.Groups["test"].Value).Where(test => test != "–").Distinct().ToList();
        Assert.True(named.Count > 25, $"Only {named.Count} tests are named.");

        Assert.Equal([], named.Where(test => !Exists(test.Trim('`').Split('.'))));
        bool Exists(string[] name) => types[name[0]].Any(type => name.Length == 1 || type.GetMethod(name[1]) is not null);
    }

    [GeneratedRegex(@"^\| (?<id>[67]\.\d\.\d+) \| [123] \| .* \| (?<test>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
