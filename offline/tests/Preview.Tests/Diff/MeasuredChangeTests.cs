using PmCrm.Preview.Diff;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Diff.Measured;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>
/// The differ against the real engine: 36 changes of settings in two stacks, each with the steps that the engine's preview took.
/// </summary>
public sealed class MeasuredChangeTests
{
    private static readonly Dictionary<string, Lazy<PlanFile>> Files = new[] { "production", "staging" }.ToDictionary(
        stack => stack,
        stack => new Lazy<PlanFile>(() => PlanFile.Read(MeasuredChanges.PlanPath(stack)))
    );

    public static TheoryData<string, string> Changes()
    {
        var data = new TheoryData<string, string>();
        foreach (var change in MeasuredChanges.All)
            data.Add(change.Name, change.Stack);
        return data;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_settings_does_what_the_real_engine_says(string name, string stack)
    {
        var change = MeasuredChanges.All.Single(change => change.Name == name && change.Stack == stack);
        var file = Files[stack].Value;
        if (!file.After.TryGetValue(name, out var resources))
        {
            // The program itself refuses these settings, under either engine.
            Assert.Equal((1, 0), (change.ExitCode, MeasuredChanges.StepsOf(name, stack).Count()));
            return;
        }
        var (before, after) = (MeasuredChanges.Plan(stack, file.Before), MeasuredChanges.Plan(stack, resources));
        var diff = PlanComparer.Compare(before, after, "before", after, MeasuredChanges.Rules);
        var ours = diff.Resources.Select(Line).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var theirs = MeasuredChanges.StepsOf(name, stack).Order(StringComparer.Ordinal).ToList();

        // The engine stops at the first protected resource that it would delete. Our steps are the same, but all such resources are named.
        Assert.Equal(change.ExitCode != 0, diff.Resources.Any(resource => resource.IsRefused));
        if (change.ExitCode == 0)
            Assert.Equal(theirs, ours);
        else
            Assert.Empty(theirs.Except(ours));
    }

    private static string? Line(ResourceDiff resource)
    {
        var operation = (resource.Kind, resource.Outcome) switch
        {
            (DiffKind.Added, _) => "create",
            (DiffKind.Removed, _) => "delete",
            (_, Outcome.Replaced) => "replace",
            (_, Outcome.Updated) => "update",
            _ => null,
        };
        return operation is null ? null : $"{operation} {resource.Resource.Type} {resource.Resource.Name}";
    }
}
