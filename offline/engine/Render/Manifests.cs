using System.Globalization;
using System.Text;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Render;

/// <summary>
/// The Kubernetes objects of a plan as YAML, one document each, in an order in which they can be applied: what an object depends on comes
/// before it. For tools that read manifests (kubeconform, kube-score). Secrets are masked, and a value that is not known yet is a
/// placeholder, so they are not meant to be applied.
/// </summary>
internal static class Manifests
{
    private const string Chart = "kubernetes:helm.sh/v3:Release";

    // Base64 of "[secret]": a Secret's data is base64 (kubernetes.io/docs/concepts/configuration/secret).
    private const string MaskedData = "W3NlY3JldF0=";

    // These keys come first, as people write them.
    private static readonly string[] First = ["apiVersion", "kind", "metadata"];

    // Where Kubernetes accepts only a name, a placeholder has to be one too.
    private static readonly string[] Names = ["name", "namespace", "secretName", "serviceAccountName", "claimName", "priorityClassName"];

    private static readonly string[] ChartFacts = ["name", "chart", "version"];

    private static readonly string[] LabelMaps = ["labels", "matchLabels", "selector"];

    public static string Write(DeploymentPlan plan)
    {
        var text = new StringBuilder();
        text.Append(
            $"# {Inert.Line($"{plan.Project} / {plan.Stack}")}: Kubernetes objects of the plan. Secrets are masked and placeholders are not replaced: for reading, not for applying.\n"
        );
        foreach (var chart in plan.Resources.Where(resource => resource.Type == Chart && !resource.IsRead))
            text.Append($"# not included: the objects of the Helm release {Inert.Line(NameOfChart(chart))}\n");
        foreach (var resource in plan.Resources.Where(resource => resource is { IsCustom: true, IsRead: false }))
            if (KubernetesObject.Of(resource) is { } one)
                WriteObject(text, one);
        return text.ToString();
    }

    private static string NameOfChart(PlanResource chart) =>
        string.Join(' ', ChartFacts.Select(key => Known.Text(chart.Inputs[key])).OfType<string>());

    private static void WriteObject(StringBuilder text, KubernetesObject one)
    {
        var entries = new SortedDictionary<string, PlanValue>(one.Inputs.Entries.ToDictionary(), StringComparer.Ordinal);
        entries.TryAdd("apiVersion", new PlanText(one.Group));
        entries.TryAdd("kind", new PlanText(one.Kind));
        // The provider generates a name if the program gives none; here it is the name of the simulation.
        if (Known.At(one.Inputs, "metadata.name") is null && one.Resource.Outputs.At("metadata.name") is { } name)
            entries["metadata"] = new PlanMap(
                new SortedDictionary<string, PlanValue>(
                    ((one.Inputs["metadata"] as PlanMap) ?? PlanMap.Empty).Entries.ToDictionary(),
                    StringComparer.Ordinal
                )
                {
                    ["name"] = name,
                }
            );
        text.Append("---\n");
        foreach (var key in First.Concat(entries.Keys.Except(First)))
            if (entries.TryGetValue(key, out var value) && value is not PlanNull)
                WriteEntry(text, key, one.Kind == "Secret" ? Mask(key, value) : value, 0, isName: false);
    }

    // A Secret whose map is a secret as a whole: its keys are not known here.
    private static PlanValue Mask(string key, PlanValue value) =>
        (key, value) switch
        {
            ("data" or "stringData", PlanSecret or PlanUnknown) => PlanMap.Empty,
            ("data", PlanMap map) => new PlanMap(
                new SortedDictionary<string, PlanValue>(
                    map.Entries.ToDictionary(entry => entry.Key, entry => Known.Is(entry.Value) ? entry.Value : new PlanText(MaskedData)),
                    StringComparer.Ordinal
                )
            ),
            _ => value,
        };

    private static void WriteEntry(StringBuilder text, string key, PlanValue value, int indent, bool isName)
    {
        text.Append(' ', indent).Append(Scalar(key)).Append(':');
        WriteValue(text, value, indent, isName || Names.Contains(key), LabelMaps.Contains(key));
    }

    /// <summary>What follows a key or a dash, with the line break.</summary>
    private static void WriteValue(StringBuilder text, PlanValue value, int indent, bool isName, bool holdsNames)
    {
        switch (value)
        {
            case PlanMap map when map.Entries.Values.Any(entry => entry is not PlanNull):
                text.Append('\n');
                foreach (var (key, entry) in map.Entries)
                    if (entry is not PlanNull)
                        WriteEntry(text, key, entry, indent + 2, holdsNames);
                break;
            case PlanMap:
                text.Append(" {}\n");
                break;
            case PlanList { Items.Count: 0 }:
                text.Append(" []\n");
                break;
            case PlanList list:
                text.Append('\n');
                foreach (var item in list.Items)
                    WriteItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(Text(value, isName)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, PlanValue item, int indent)
    {
        var start = text.Length;
        text.Append(' ', indent).Append('-');
        if (item is not PlanMap { Entries.Count: > 0 } map || map.Entries.Values.All(entry => entry is PlanNull))
        {
            WriteValue(text, item, indent + 2, isName: false, holdsNames: false);
            return;
        }
        // The first entry is on the line of the dash, so its own indentation is removed.
        text.Length = start;
        foreach (var (key, entry) in map.Entries)
            if (entry is not PlanNull)
                WriteEntry(text, key, entry, indent + 2, isName: false);
        text[start + indent] = '-';
    }

    private static string Text(PlanValue value, bool isName) =>
        value switch
        {
            PlanBool boolean => boolean.Value ? "true" : "false",
            PlanNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            PlanText text => Scalar(isName && Known.HasPlaceholder(text.Text) ? AsName(text.Text) : text.Text),
            PlanSecret => Scalar(PlanValue.Masked),
            PlanUnknown => Scalar(isName ? "unknown" : "<unknown>"),
            PlanReference reference => Scalar(reference.Id),
            PlanNull => "null",
            _ => Scalar("<file>"),
        };

    // <cluster.name> is cluster-name: small letters, digits and hyphens, a letter or digit at both ends.
    private static string AsName(string placeholder)
    {
        var name = new StringBuilder();
        foreach (var letter in placeholder.ToLowerInvariant())
            name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        return name.ToString().Trim('-') is { Length: > 0 } legal ? legal : "unknown";
    }

    // Plain if every reader of YAML 1.1 and 1.2 reads it as text, else in double quotes with everything unusual escaped.
    private static string Scalar(string text)
    {
        if (IsPlain(text))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            quoted.Append(
                rune.Value switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\t' => "\\t",
                    >= ' ' and <= '~' => rune.ToString(),
                    <= 0xff => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                    <= 0xffff => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                    _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
                }
            );
        return quoted.Append('"').ToString();
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/')
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
}
