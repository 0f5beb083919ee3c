using PmCrm.Preview.Diff;
using PmCrm.Preview.Diff.Rules;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Diff.Measured;

/// <summary>One change of settings that the real engine previewed.</summary>
/// <param name="Settings">Full key and value; a key that begins with <c>-</c> is removed, with <c>!</c> is secret.</param>
internal sealed record MeasuredChange(string Name, string Stack, int ExitCode, IReadOnlyList<(string Key, string Value)> Settings);

/// <summary>The real engine's previews of the changes. README.md beside the data explains how they were measured.</summary>
internal static class MeasuredChanges
{
    public static string Folder { get; } = Path.Combine(Built.TestSource, "Diff", "Measured");

    public static ProviderRules Rules => new(new RuleTable(_ => File.OpenText(Path.Combine(Folder, "rules.tsv"))));

    public static IEnumerable<MeasuredChange> All =>
        Rows("changes.tsv")
            .Select(row => new MeasuredChange(
                row[0],
                row[1],
                int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture),
                [.. row[3].Split("; ").Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], pair.ElementAtOrDefault(1) ?? ""))]
            ));

    /// <summary>The steps of a change that are not <c>same</c>: operation, type and name.</summary>
    public static IEnumerable<string> StepsOf(string change, string stack) =>
        Rows("steps.tsv").Where(row => row[0] == change && row[1] == stack).Select(row => $"{row[2]} {row[3]} {row[4]}");

    public static string PlanPath(string stack) => Path.Combine(Folder, $"{stack}.json");

    public static DeploymentPlan Plan(string stack, IReadOnlyList<PlanResource> resources) =>
        new()
        {
            Project = "pmcrm",
            Stack = stack,
            Config = new Dictionary<string, string>(),
            Resources = resources,
            Outputs = PlanMap.Empty,
            Diagnostics = [],
        };

    private static IEnumerable<string[]> Rows(string name) =>
        File.ReadAllLines(Path.Combine(Folder, name)).Skip(1).Select(line => line.Split('\t'));
}
