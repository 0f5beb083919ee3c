using System.Text;
using System.Text.Json;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>
/// The data of a report, for the script of its page. Control characters in texts are escaped, and the encoder escapes <c>&lt;</c>, so that
/// no text can close the element that contains it.
/// </summary>
internal sealed class ReportJson
{
    // The longest text of one value, in characters; the rest is cut off.
    private const int MaxValue = 4000;

    private readonly ReportContent content;
    private readonly Utf8JsonWriter json;
    private readonly List<PlanResource> resources;
    private readonly Dictionary<string, int> numbers;
    private readonly Dictionary<string, ResourceDiff> diffs;

    private ReportJson(ReportContent content, Utf8JsonWriter json)
    {
        (this.content, this.json) = (content, json);
        var removed = content.Diff?.Resources.Where(diff => diff.Kind == DiffKind.Removed).Select(diff => diff.Resource) ?? [];
        resources = [.. content.Plan.Resources.Where(resource => !resource.IsStack), .. removed];
        numbers = resources.Select((resource, number) => (resource.Urn, number)).ToDictionary(StringComparer.Ordinal);
        diffs = content.Diff?.Resources.ToDictionary(diff => diff.Resource.Urn, StringComparer.Ordinal) ?? [];
    }

    public static string Write(ReportContent content)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            new ReportJson(content, json).Write();
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("base", content.Diff is { } diff ? Inert.Line(diff.BaseName) : null);
        List("resources", resources, WriteResource);
        List("outputs", Flat(PropertyPath.Root, content.Plan.Outputs), WriteValue);
        List("outputChanges", content.Diff?.Outputs ?? [], WriteChange);
        List("messages", content.Plan.Diagnostics.Where(said => said.Severity != Severity.Debug), WriteMessage);
        List("boxes", content.Graph.Boxes, WriteBox);
        if (content.Findings is not null)
            List("findings", content.Findings, WriteFinding);
        if (content.Cost is { } cost)
        {
            json.WriteStartObject("cost");
            json.WriteString("total", Inert.Line(cost.Total));
            List("notes", cost.Notes, note => json.WriteStringValue(Inert.Line(note)));
            List("lines", cost.Lines, WriteCost);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void WriteResource(PlanResource resource)
    {
        json.WriteStartObject();
        json.WriteString("name", Inert.Line(resource.Name));
        json.WriteString("type", Inert.Line(resource.Type));
        json.WriteString("short", Inert.Line(resource.ShortType));
        json.WriteString("urn", Inert.Line(resource.Urn));
        json.WriteString("package", Inert.Line(resource.IsCustom ? resource.Package : "component"));
        if (resource.Parent is not null && numbers.TryGetValue(resource.Parent, out var parent))
            json.WriteNumber("parent", parent);
        if (resource.ProviderUrn is not null && numbers.TryGetValue(resource.ProviderUrn, out var provider))
            json.WriteNumber("provider", provider);
        if (resource.Id is { } id)
            json.WriteString("id", Inert.Line(id));
        List("options", Options(resource), text => json.WriteStringValue(Inert.Line(text)));
        json.WriteString("settings", Highlights.For(resource));
        List("inputs", Flat(PropertyPath.Root, resource.Inputs), WriteValue);
        List("needs", Needs(resource), WriteNeed);
        if (diffs.TryGetValue(resource.Urn, out var diff))
            WriteDiff(diff);
        json.WriteEndObject();
    }

    private void WriteDiff(ResourceDiff diff)
    {
        json.WriteStartObject("diff");
        json.WriteString("kind", DiffMark.Word(diff.Kind));
        json.WriteString("sign", DiffMark.Sign(diff.Kind));
        if (diff.Because is { } because)
            json.WriteString("because", Inert.Line(because));
        if (diff.IsRefused)
            json.WriteString("refused", "It is protected, so the deployment will refuse this.");
        if (diff.FormerUrn is { } former)
            json.WriteString("former", Inert.Line(former));
        List("changes", diff.Changes, WriteChange);
        json.WriteEndObject();
    }

    private void WriteChange(PropertyChange change)
    {
        json.WriteStartArray();
        json.WriteStringValue(Inert.Line(change.Path));
        json.WriteStringValue(Show(change.Old));
        json.WriteStringValue(Show(change.New));
        json.WriteStringValue(
            change.ForcesReplacement ? "forces replacement"
            : change.HasNoEffect ? "stays as it is in the cloud: set it explicitly to change it"
            : change is { Old: PlanSecret, New: PlanSecret } ? "changed"
            : ""
        );
        json.WriteEndArray();
    }

    // The dependencies of properties, then those that have no property (dependsOn).
    private List<(int Resource, string Property)> Needs(PlanResource resource)
    {
        var needs = new List<(int Resource, string Property)>();
        foreach (var (property, urns) in resource.PropertyDependencies)
        foreach (var urn in urns)
            if (numbers.TryGetValue(urn, out var number))
                needs.Add((number, property));
        var named = needs.Select(need => need.Resource).ToHashSet();
        foreach (var urn in resource.Dependencies)
            if (numbers.TryGetValue(urn, out var number) && !named.Contains(number))
                needs.Add((number, ""));
        return needs;
    }

    private void WriteNeed((int Resource, string Property) need)
    {
        json.WriteStartArray();
        json.WriteNumberValue(need.Resource);
        json.WriteStringValue(Inert.Line(need.Property));
        json.WriteEndArray();
    }

    private static IEnumerable<string> Options(PlanResource resource)
    {
        if (resource.IsRead)
            yield return "read, not managed";
        if (resource.Options.Protect)
            yield return "protected";
        if (resource.Options.RetainOnDelete)
            yield return "kept in the cloud when it is removed here";
        if (resource.Options.ImportId is { } id)
            yield return $"imported: {id}";
        if (resource.Options.IgnoreChanges.Count > 0)
            yield return $"changes are ignored: {string.Join(", ", resource.Options.IgnoreChanges)}";
    }

    private static IEnumerable<(string Path, string Value)> Flat(PropertyPath path, PlanValue value) =>
        value switch
        {
            PlanMap { Entries.Count: > 0 } map => map.Entries.SelectMany(entry => Flat(path.Child(entry.Key), entry.Value)),
            PlanList { Items.Count: > 0 } list => list.Items.SelectMany((item, i) => Flat(path.Child(i), item)),
            _ when path.Steps.Count == 0 => [],
            _ => [(path.ToString(), Show(value))],
        };

    private void WriteValue((string Path, string Value) entry)
    {
        json.WriteStartArray();
        json.WriteStringValue(Inert.Line(entry.Path));
        json.WriteStringValue(entry.Value);
        json.WriteEndArray();
    }

    private static string Show(PlanValue? value) =>
        value is null ? "" : TextLayout.Cut(value is PlanText text ? Inert.Lines(text.Text) : Highlights.Show(value), MaxValue);

    private void WriteMessage(Diagnostic said)
    {
        json.WriteStartArray();
        json.WriteStringValue(said.Severity.ToString().ToLowerInvariant());
        json.WriteStringValue(Inert.Lines(said.Message));
        WriteNumber(said.Urn);
        json.WriteEndArray();
    }

    private void WriteBox(Box box) =>
        ListOf(box.All.Where(resource => numbers.ContainsKey(resource.Urn)), resource => WriteNumber(resource.Urn));

    private void WriteFinding(ReportFinding finding)
    {
        json.WriteStartArray();
        WriteNumber(finding.Urn);
        foreach (var text in new[] { finding.Rule, finding.Severity, finding.Outcome, finding.Message })
            json.WriteStringValue(Inert.Line(text));
        json.WriteEndArray();
    }

    private void WriteCost(ReportCostLine line)
    {
        json.WriteStartArray();
        WriteNumber(line.Urn);
        json.WriteStringValue(Inert.Line(line.What));
        json.WriteStringValue(Inert.Line(line.Monthly));
        json.WriteEndArray();
    }

    private void WriteNumber(string? urn)
    {
        if (urn is not null && numbers.TryGetValue(urn, out var number))
            json.WriteNumberValue(number);
        else
            json.WriteNullValue();
    }

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        ListOf(items, write);
    }

    private void ListOf<T>(IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }
}
