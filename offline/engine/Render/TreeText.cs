using System.Text;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>The plan as a person reads it: warnings, the tree with the settings that matter, outputs, totals.</summary>
internal sealed class TreeText
{
    private const int WidestName = 44;
    private const int WidestType = 22;

    private readonly DeploymentPlan plan;
    private readonly Paint paint;
    private readonly PlanTree tree;
    private readonly StringBuilder text = new();
    private readonly List<(string Lead, PlanResource Resource)> rows = [];

    private TreeText(DeploymentPlan plan, Paint paint)
    {
        this.plan = plan;
        this.paint = paint;
        tree = new PlanTree(plan);
    }

    public static string Write(DeploymentPlan plan, Paint paint) => new TreeText(plan, paint).Write();

    private string Write()
    {
        var count = plan.Resources.Count(resource => !resource.IsStack);
        Line(paint.Bold(Inert.Line($"{plan.Project} / {plan.Stack}")) + $"   {TextLayout.Count(count, "resource")} to create");
        WriteWarnings();
        WriteResources();
        WriteOutputs();
        Line("");
        var totals = Totals.Of(plan).Select(total => $"{Inert.Line(total.Package)} {total.Count}");
        Line(paint.Bold("total") + "   " + string.Join("   ", totals));
        WritePackages();
        return text.ToString();
    }

    // Only parameterized packages: their versions are shown nowhere else.
    private void WritePackages()
    {
        var packages = plan
            .Resources.Select(resource => resource.Options.Package?.ToString())
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (packages.Count > 0)
            Line(paint.Bold("packages") + "   " + string.Join("   ", packages.Select(Inert.Line)));
    }

    private void WriteWarnings()
    {
        foreach (var said in plan.Diagnostics.Where(said => said.Severity == Severity.Warning))
        {
            var first = true;
            foreach (var line in TextLayout.Wrap(Inert.Lines(said.Message), TextLayout.Width - 11))
            {
                Line((first ? paint.Warning("  warning  ") : "           ") + line);
                first = false;
            }
        }
    }

    private void WriteResources()
    {
        foreach (var root in tree.Roots)
        {
            rows.Clear();
            rows.Add(("", root));
            Collect(root, "");
            Line("");
            WriteGroup();
        }
    }

    // Each group has its own columns, so that one long name does not take the room of all groups.
    private void WriteGroup()
    {
        var names = Math.Min(WidestName, rows.Max(row => row.Lead.Length + Inert.Line(row.Resource.Name).Length));
        var types = Math.Min(WidestType, rows.Max(row => TypeOf(row.Resource).Length));
        foreach (var (lead, resource) in rows)
        {
            var name = TextLayout.Cut(Inert.Line(resource.Name), Math.Max(8, names - lead.Length));
            var type = TextLayout.Cut(TypeOf(resource), types);
            var room = TextLayout.Width - Math.Max(names, lead.Length + name.Length) - types - 4;
            var settings = TextLayout.Cut(Highlights.For(resource), room);
            var line =
                paint.Dim(lead)
                + (resource.IsCustom ? paint.Name(name) : paint.Bold(name))
                + new string(' ', Math.Max(0, names - lead.Length - name.Length) + 2)
                + paint.Dim(type)
                + new string(' ', types - type.Length + 2)
                + settings;
            Line(line.TrimEnd());
        }
    }

    private void Collect(PlanResource parent, string indent)
    {
        var children = tree.ChildrenOf(parent);
        for (var i = 0; i < children.Count; i++)
        {
            var last = i == children.Count - 1;
            rows.Add((indent + (last ? "└─ " : "├─ "), children[i]));
            Collect(children[i], indent + (last ? "   " : "│  "));
        }
    }

    private void WriteOutputs()
    {
        if (plan.Outputs.Entries.Count == 0)
            return;
        Line("");
        Line(paint.Bold("outputs"));
        var width = Math.Min(WidestName, plan.Outputs.Entries.Keys.Max(key => Inert.Line(key).Length));
        foreach (var (key, value) in plan.Outputs.Entries)
            Line(
                $"  {TextLayout.Cut(Inert.Line(key), width).PadRight(width)}  {TextLayout.Cut(Highlights.Show(value), TextLayout.Width - width - 4)}"
            );
    }

    private static string TypeOf(PlanResource resource) =>
        Inert.Line(
            resource switch
            {
                { IsRead: true } => $"{resource.ShortType} (read)",
                { IsProvider: true } => $"{resource.Package} provider",
                _ => resource.ShortType,
            }
        );

    private void Line(string line) => text.Append(line).Append('\n');
}
