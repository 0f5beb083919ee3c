using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>
/// A file has the name of its type, so that the type's name leads to the file. Small related types may be in the same file.
/// </summary>
public sealed partial class FileNameTests
{
    private static readonly string[] Folders = ["app", "Components", "contract", "eng", "examples", "infra", "offline", "Stacks", "tests"];

    /// <summary>Names of files with a group of types, each with the reason for the group.</summary>
    private static readonly Dictionary<string, string> Groups = new()
    {
        // Requests and responses of a feature, with their JSON context: they are read and changed together.
        ["*Contracts"] = "app/Features",
        // Arguments of the two custom resources of GKE's ingress controller.
        ["GoogleIngressResources"] = "Components/Workload",
        // The parts of a drawing: records of a few lines each.
        ["GraphModel"] = "offline/engine/Graph",
        // Groups of one-line types of the SDK, named by the group.
        ["Assets"] = "offline/sdk/Pulumi",
        ["Attributes"] = "offline/sdk/Pulumi",
        ["Requests"] = "offline/sdk/Pulumi",
        ["CallerOptions"] = "offline/sdk/Pulumi",
        ["Transformations"] = "offline/sdk/Pulumi",
        ["Exceptions"] = "offline/sdk/Pulumi",
        ["CompositeConverters"] = "offline/sdk/Pulumi",
        ["ScalarConverters"] = "offline/sdk/Pulumi",
        // The sample resources of a test project.
        ["Resources"] = "offline/tests",
        ["Stacks"] = "offline/tests",
        ["Enums"] = "offline/tests",
    };

    public static IReadOnlyList<string> Files { get; } =
    [
        .. Folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void A_file_carries_the_name_of_a_type_that_it_declares()
    {
        Assert.True(Files.Count > 300, $"Only {Files.Count} files were found.");

        var wrong = Files.Where(file => !IsGroup(file) && Types(file) is { Count: > 0 } types && !types.Contains(Name(file)));

        AssertNone(wrong.Where(file => Name(file) != "Program").Select(file => $"{file} declares {string.Join(", ", Types(file))}"));
    }

    [Fact]
    public void Every_exception_is_still_needed() =>
        AssertNone(
            Groups
                .Where(group => !Files.Any(file => IsIn(file, group) && !Types(file).Contains(Name(file))))
                .Select(group => $"{group.Value}: {group.Key}")
        );

    private static bool IsGroup(string file) => Groups.Any(group => IsIn(file, group));

    private static bool IsIn(string file, KeyValuePair<string, string> group) =>
        file.StartsWith($"{group.Value}/", StringComparison.Ordinal)
        && (group.Key[0] == '*' ? Name(file).EndsWith(group.Key[1..], StringComparison.Ordinal) : Name(file) == group.Key);

    // "Deployment.Invoke.cs" is a part of Deployment; "Output{T}.cs" is the generic type beside Output.
    private static string Name(string file) => Path.GetFileName(file).Split('.', '{')[0];

    private static List<string> Types(string file) =>
        [.. Declaration().Matches(File.ReadAllText(Path.Combine(Checkout.Root, file))).Select(match => match.Groups["name"].Value)];

    private static void AssertNone(IEnumerable<string> wrong)
    {
        var lines = wrong.ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    // A declaration that is not inside another stands at the beginning of a line.
    [GeneratedRegex(
        @"^(\[[^\]\n]*\] *)?((public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*"
            + @"(class|record struct|record class|record|struct|interface|enum|delegate [\w<>?, ]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Declaration();
}
