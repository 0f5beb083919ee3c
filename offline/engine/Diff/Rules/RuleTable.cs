using System.Collections.Concurrent;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff.Rules;

/// <summary>The tables of rules, one for each package: <c>gcp.tsv</c> and the like, made from the providers' sources.</summary>
internal sealed class RuleTable
{
    private const int Columns = 6;

    private readonly ConcurrentDictionary<string, ILookup<string, ProviderRule>> byPackage = new(StringComparer.Ordinal);
    private readonly Func<string, TextReader?> open;

    /// <param name="open">Opens the table of a package; null for a package that has none.</param>
    public RuleTable(Func<string, TextReader?> open) => this.open = open;

    /// <summary>The tables that are part of this program. Each is read when the first resource of its package differs.</summary>
    public static RuleTable BuiltIn { get; } =
        new(package =>
            typeof(RuleTable).Assembly.GetManifestResourceStream($"{package}.tsv") is { } stream ? new StreamReader(stream) : null
        );

    /// <summary>
    /// What the provider does about a change at a path. The nearest rule decides; if a whole map differs, also rules inside it.
    /// </summary>
    public Effect Judge(PlanResource was, PlanResource resource, PropertyPath path, PlanMap? provider)
    {
        var rules = Of(resource.Type);
        var nearest = rules.Where(rule => path.IsAtOrBelow(rule.Property)).MaxBy(rule => rule.Property.Steps.Count);
        var effect = nearest?.Judge(Input(path.To(nearest.Property.Steps.Count))) ?? Effect.Update;
        if (effect != Effect.Update || nearest?.Property.Steps.Count == path.Steps.Count)
            return effect;
        // A whole map is added, removed or unknown, and so are the properties inside it. The bridged providers see it that way
        // (pulumi-terraform-bridge, pkg/tfbridge/schema.go, MakeTerraformUnknown). The Kubernetes provider looks for its paths in the known
        // values only (pulumi-kubernetes, provider/pkg/provider/provider.go, addPatchValueToDiff).
        if (resource.Inputs.At(path) is PlanUnknown && resource.Package == "kubernetes")
            return Effect.Update;
        return rules.Any(rule =>
            rule.Property.Steps.Count > path.Steps.Count
            && path.IsAtOrBelow(rule.Property.To(path.Steps.Count))
            && IsReplacedInside(rule, path)
        )
            ? Effect.Replace
            : Effect.Update;

        RuleInput Input(PropertyPath at) => new(at, was.Inputs.At(at), resource.Inputs.At(at), was.Inputs, resource.Inputs, provider);

        bool IsReplacedInside(ProviderRule rule, PropertyPath at)
        {
            var rest = rule.Property.From(at.Steps.Count);
            var whole = resource.Inputs.At(at);
            var (old, @new) = (was.Inputs.At(at)?.At(rest), whole is PlanUnknown ? whole : whole?.At(rest));
            return !PlanValue.Same(old, @new)
                && (old is not null || @new is not PlanUnknown)
                && rule.Judge(new RuleInput(rule.Property, old, @new, was.Inputs, resource.Inputs, provider)) == Effect.Replace;
        }
    }

    private List<ProviderRule> Of(string type)
    {
        var package = type[..Math.Max(0, type.IndexOf(':', StringComparison.Ordinal))];
        var table = byPackage.GetOrAdd(package, Read);
        return [.. table[type], .. table[$"{package}:*"]];
    }

    private ILookup<string, ProviderRule> Read(string package)
    {
        using var reader = open(package);
        var lines = new List<string[]>();
        // The first line names the columns.
        reader?.ReadLine();
        while (reader?.ReadLine() is { } line)
            lines.Add(
                line.Split('\t') is { Length: Columns } columns
                    ? columns
                    : throw new InvalidOperationException($"{package}.tsv has a line without {Columns} columns: {line}")
            );
        return lines.ToLookup(
            columns => columns[0],
            columns => new ProviderRule(PropertyPath.Parse(columns[1]), columns[2], columns[3], columns[4]),
            StringComparer.Ordinal
        );
    }
}
