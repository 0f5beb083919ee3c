using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>The tests that a page of docs/ names, as <c>`SomethingTests.Its_name`</c>; an ellipsis stands for the rest of a name.</summary>
internal static partial class NamedTests
{
    private static readonly ILookup<string, string> Sources = new[] { "tests", Path.Combine("offline", "tests") }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*Tests.cs", SearchOption.AllDirectories))
        .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);

    /// <summary>Fails for a name that no test has, and where the lines name fewer or more tests than they should.</summary>
    public static void Exist(IEnumerable<string> lines, int min, int max)
    {
        var named = lines.SelectMany(line => Name().Matches(line)).ToList();
        Assert.InRange(named.Count, min, max);
        Assert.All(named, name =>
        {
            var rest = name.Groups["rest"].Success ? "[A-Za-z_0-9]*" : "";
            Assert.Contains(Sources[name.Groups["class"].Value], source =>
                Regex.IsMatch(source, $@"\bpublic [^\n]* {name.Groups["test"].Value}{rest}\(")
            );
        });
    }

    [GeneratedRegex(@"`(?<class>[A-Za-z]+Tests)\.(?<test>[A-Za-z_0-9]+)(?<rest>…)?`")]
    private static partial Regex Name();
}
