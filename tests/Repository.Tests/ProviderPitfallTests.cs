namespace PmCrm.Repository.Tests;

/// <summary>docs/mvp.md, "Provider pitfalls": each pitfall names the test that covers it, or the step of the page that checks it.</summary>
public sealed class ProviderPitfallTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadAllText(Path.Combine(Checkout.Root, "docs", "mvp.md"))
            .Split("## Provider pitfalls")[1]
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Split(" | ")),
    ];

    [Fact]
    public void Every_pitfall_says_what_is_done_and_what_tests_it()
    {
        Assert.InRange(Rows.Length, 40, 100);
        Assert.All(Rows, row =>
        {
            Assert.Equal(3, row.Length);
            Assert.Matches("[a-z]", row[1]);
            Assert.Matches(@"`[A-Za-z]+Tests\.|step [0-9]", row[2]);
        });
    }

    [Fact]
    public void Every_test_that_a_pitfall_names_exists() => NamedTests.Exist(Rows.Select(row => row[2]), 40, 200);
}
