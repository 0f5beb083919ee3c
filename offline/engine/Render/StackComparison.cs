using System.Text;
using System.Text.RegularExpressions;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Render;

/// <summary>
/// How two stacks of one program differ, as a Markdown document: resources that only one of them has, and properties that differ. The
/// stack's own name inside a value is not a difference, nor is the value of a secret. Both plans must come from this process.
/// </summary>
public static class StackComparison
{
    // Stands for the stack's own name while the plans are compared.
    private const string Name = "{stack}";

    private const int LongestValue = 120;

    public static string Markdown(DeploymentPlan first, DeploymentPlan second)
    {
        var diff = PlanComparer.Compare(Neutral(first), Neutral(second), first.Stack);
        var text = new StringBuilder();
        text.Append($"# How {PlanMarkdown.Escape(first.Stack)} differs from {PlanMarkdown.Escape(second.Stack)}\n\n");
        text.Append(
            "Made from the two plans by `preview compare`; do not edit it. Left out: the stack's own name inside a value, and values of secrets.\n\n"
        );
        Only(text, first, diff, DiffKind.Removed);
        Only(text, second, diff, DiffKind.Added);
        text.Append(
            $"## What both have, differently\n\n| resource | property | {PlanMarkdown.Escape(first.Stack)} | {PlanMarkdown.Escape(second.Stack)} |\n"
        );
        text.Append("| --- | --- | --- | --- |\n");
        foreach (var resource in diff.Resources.Where(resource => resource.Kind is not (DiffKind.Added or DiffKind.Removed)))
        {
            var title = Title(resource.Resource);
            foreach (var change in resource.Changes.Where(IsVisible))
            {
                var (old, @new) = (Cell(change.Old, first), Cell(change.New, second));
                if (old == @new)
                    continue;
                text.Append($"| {title} | {PlanMarkdown.Escape(change.Path)} | {old} | {@new} |\n");
                title = "";
            }
        }
        return text.ToString();
    }

    private static void Only(StringBuilder text, DeploymentPlan plan, PlanDiff diff, DiffKind kind)
    {
        var resources = diff.Resources.Where(resource => resource.Kind == kind).Select(resource => resource.Resource).ToList();
        if (resources.Count == 0)
            return;
        text.Append($"## Only {PlanMarkdown.Escape(plan.Stack)} has\n\n");
        foreach (var resource in resources)
            text.Append(
                $"- {Title(resource).Replace(PlanMarkdown.Escape(Name), PlanMarkdown.Escape(plan.Stack), StringComparison.Ordinal)}\n"
            );
        text.Append('\n');
    }

    // Two secrets differ only in their hidden values, and some texts only in a masked part. The consequences of replacing a resource are
    // left out: no resource of one stack becomes a resource of the other.
    private static bool IsVisible(PropertyChange change) =>
        (change.Old, change.New) switch
        {
            (PlanSecret, PlanSecret) or (_, PlanUnknown) => false,
            (PlanText old, PlanText @new) => old.Text != @new.Text,
            _ => true,
        };

    private static string Title(PlanResource resource) =>
        $"{PlanMarkdown.Escape(resource.Name)} ({PlanMarkdown.Escape(resource.ShortType)})";

    private static string Cell(PlanValue? value, DeploymentPlan plan) =>
        value is null
            ? ""
            : PlanMarkdown.Escape(TextLayout.Cut(Highlights.Show(value).Replace(Name, plan.Stack, StringComparison.Ordinal), LongestValue));

    private static DeploymentPlan Neutral(DeploymentPlan plan)
    {
        var name = new Regex($@"(?<![A-Za-z0-9]){Regex.Escape(plan.Stack)}(?![A-Za-z0-9])");
        string Text(string text) => name.Replace(text, Name);
        return plan with
        {
            Stack = Name,
            Outputs = (PlanMap)Value(plan.Outputs, Text),
            Resources =
            [
                .. plan.Resources.Select(resource =>
                    resource with
                    {
                        Urn = Text(resource.Urn),
                        Name = Text(resource.Name),
                        Parent = resource.Parent is null ? null : Text(resource.Parent),
                        Provider = resource.Provider is null ? null : Text(resource.Provider),
                        Inputs = (PlanMap)Value(resource.Inputs, Text),
                        Outputs = (PlanMap)Value(resource.Outputs, Text),
                        Options = resource.Options with { DeletedWith = resource.Options.DeletedWith is { } owner ? Text(owner) : null },
                        Dependencies = [.. resource.Dependencies.Select(Text)],
                        PropertyDependencies = resource.PropertyDependencies.ToDictionary(
                            entry => entry.Key,
                            IReadOnlyList<string> (entry) => [.. entry.Value.Select(Text)]
                        ),
                    }
                ),
            ],
        };
    }

    private static PlanValue Value(PlanValue value, Func<string, string> text) =>
        value switch
        {
            PlanText one => one with { Text = text(one.Text) },
            PlanList list => new PlanList([.. list.Items.Select(item => Value(item, text))]),
            PlanMap map => new PlanMap(map.Entries.ToDictionary(entry => entry.Key, entry => Value(entry.Value, text))),
            PlanReference reference => new PlanReference(text(reference.Urn), text(reference.Id)),
            _ => value,
        };
}
