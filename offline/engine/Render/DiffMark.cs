using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>The sign and the word for each kind of difference, the same in every form of output.</summary>
internal static class DiffMark
{
    /// <summary>All kinds, the most severe first.</summary>
    public static readonly DiffKind[] All = [DiffKind.Replaced, DiffKind.Removed, DiffKind.Changed, DiffKind.Added, DiffKind.Renamed];

    public static string Sign(DiffKind kind) =>
        kind switch
        {
            DiffKind.Added => "+",
            DiffKind.Changed => "~",
            DiffKind.Replaced => "±",
            DiffKind.Removed => "-",
            _ => ">",
        };

    public static string Word(DiffKind kind) =>
        kind switch
        {
            DiffKind.Added => "added",
            DiffKind.Changed => "changed",
            DiffKind.Replaced => "replaced",
            DiffKind.Removed => "removed",
            _ => "renamed",
        };

    /// <summary>For example <c>2 changed, 1 added, 40 unchanged</c>.</summary>
    public static string Summary(PlanDiff diff) =>
        string.Join(
            ", ",
            All.Where(kind => diff.Count(kind) > 0).Select(kind => $"{diff.Count(kind)} {Word(kind)}").Append($"{diff.Unchanged} unchanged")
        );

    /// <summary>Old and new value of a property on one line; for a secret, only that it changed.</summary>
    public static string Values(PropertyChange change) =>
        (change.Old, change.New) switch
        {
            (PlanSecret, PlanSecret) => $"{PlanValue.Masked} changed",
            (PlanText { Fingerprint: not null } x, PlanText y) when x.Text == y.Text => $"{x.Text} changed",
            ({ } kept, null) when change.HasNoEffect =>
                $"{Highlights.Show(kept)} stays as it is in the cloud: set it explicitly to change it",
            (null, { } added) => $"set to {Highlights.Show(added)}",
            ({ } removed, null) => $"{Highlights.Show(removed)} no longer set",
            ({ } from, PlanUnknown) => $"{Highlights.Show(from)} of a replaced resource",
            ({ } from, { } to) => $"{Highlights.Show(from)} -> {Highlights.Show(to)}",
            _ => "",
        };
}
