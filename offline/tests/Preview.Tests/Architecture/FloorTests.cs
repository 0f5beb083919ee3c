using ArchUnitNET.Loader;

namespace PmCrm.Preview.Tests.Architecture;

/// <summary>
/// The folders of <c>offline/engine</c> are in layers (floors): a folder uses only folders of lower floors, and two folders of one floor
/// do not use each other. So there is no cycle between folders. A new folder must be added to a floor here.
/// </summary>
public sealed class FloorTests
{
    private const string Root = "PmCrm.Preview.";

    /// <summary>From the lowest floor to the highest. Types in the root namespace are helpers, which use no folder.</summary>
    private static readonly string[][] Floors =
    [
        ["Plan"],
        ["Project"],
        ["Simulation"],
        ["Engine"],
        ["Diff", "Policy", "Cost", "Quotas"],
        ["Graph"],
        ["Render"],
        ["Report"],
        ["Commands"],
    ];

    private static readonly Dictionary<string, int> FloorOf = Floors
        .SelectMany((folders, floor) => folders.Select(folder => (folder, floor: floor + 1)))
        .Append(("", 0))
        .ToDictionary();

    /// <summary>Every use of one engine type by another, from the compiled code.</summary>
    private static readonly List<(string From, string To)> Uses =
    [
        .. from type in new ArchLoader().LoadAssemblies(typeof(PreviewException).Assembly).Build().Types
        from dependency in type.Dependencies
        let use = (From: type.FullName, To: dependency.Target.FullName)
        where use.From.StartsWith(Root, StringComparison.Ordinal) && use.To.StartsWith(Root, StringComparison.Ordinal)
        select use,
    ];

    [Fact]
    public void A_folder_uses_only_floors_below_it()
    {
        Assert.True(Uses.Count > 500, $"Only {Uses.Count} uses were found, so this test would show nothing.");

        var wrong =
            from use in Uses
            let folders = (From: Folder(use.From), To: Folder(use.To))
            where folders.From != folders.To && FloorOf[folders.From] <= FloorOf[folders.To]
            select $"{use.From} uses {use.To}";

        AssertNone(wrong);
    }

    [Fact]
    public void Every_folder_has_a_floor() =>
        Assert.Equal([], Uses.SelectMany(use => new[] { Folder(use.From), Folder(use.To) }).Distinct().Except(FloorOf.Keys));

    /// <summary>A folder within a folder, such as Diff/Rules, is used by its parent and does not use it.</summary>
    [Fact]
    public void A_folder_within_a_folder_does_not_use_its_parent()
    {
        var wrong = Uses.Where(use =>
        {
            var (from, to) = (Namespace(use.From), Namespace(use.To));
            return from.StartsWith($"{to}.", StringComparison.Ordinal) && Folder(use.To).Length > 0;
        });

        AssertNone(wrong.Select(use => $"{use.From} uses {use.To}"));
    }

    // In full: Assert.Equal cuts long texts.
    private static void AssertNone(IEnumerable<string> wrong)
    {
        var lines = wrong.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    // "PmCrm.Preview.Diff.PlanDiff" is in Diff; "PmCrm.Preview.PreviewException" is in none. A nested type follows a "+".
    private static string Folder(string type) => type.Split('+')[0].Split('.') is [_, _, var folder, _, ..] ? folder : "";

    private static string Namespace(string type) => type.Split('+')[0] is var outer ? outer[..outer.LastIndexOf('.')] : "";
}
