namespace PmCrm.Repository.Tests;

/// <summary>The width that .editorconfig states. CSharpier breaks code at it; a text in quotes cannot be broken.</summary>
public sealed class WidthTests
{
    private const int MaxLineLength = 140;

    [Fact]
    public void No_line_of_code_is_wider_than_the_editor_shows()
    {
        var files = new[] { "app", "bench", "Components", "contract", "eng", "examples", "infra", "offline", "Stacks", "tests" }
            .Select(folder => Path.Combine(Checkout.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

        Assert.Empty(files.SelectMany(Wide));
    }

    [Fact]
    public void The_width_is_the_one_that_the_editors_are_told() =>
        Assert.Contains(
            $"max_line_length = {MaxLineLength}",
            File.ReadAllText(Path.Combine(Checkout.Root, ".editorconfig")),
            StringComparison.Ordinal
        );

    private static IEnumerable<string> Wide(string file)
    {
        var inRawText = false;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var isText = inRawText || (line.Contains('"') && !line.TrimStart().StartsWith("//", StringComparison.Ordinal));
            if (line.Split("\"\"\"").Length % 2 == 0)
                inRawText = !inRawText;
            if (line.Length > MaxLineLength && !isText)
                yield return $"{Path.GetRelativePath(Checkout.Root, file)}:{number}";
        }
    }
}
