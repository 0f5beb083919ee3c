using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Render;

/// <summary>A diff for programs.</summary>
internal static class DiffJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PlanDiff diff)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("project", diff.Project);
            json.WriteString("stack", diff.Stack);
            json.WriteString("base", diff.BaseName);
            json.WriteStartObject("summary");
            foreach (var kind in DiffMark.All)
                json.WriteNumber(DiffMark.Word(kind), diff.Count(kind));
            json.WriteNumber("unchanged", diff.Unchanged);
            json.WriteEndObject();
            json.WriteStartArray("resources");
            foreach (var resource in diff.Resources)
                WriteResource(json, resource);
            json.WriteEndArray();
            WriteChanges(json, "outputs", diff.Outputs);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteResource(Utf8JsonWriter json, ResourceDiff resource)
    {
        json.WriteStartObject();
        json.WriteString("kind", DiffMark.Word(resource.Kind));
        json.WriteString("urn", resource.Resource.Urn);
        json.WriteString("type", resource.Resource.Type);
        json.WriteString("name", resource.Resource.Name);
        if (resource.FormerUrn is { } former)
            json.WriteString("formerUrn", former);
        if (resource.Because is { } because)
            json.WriteString("because", because);
        if (resource.IsRefused)
            json.WriteBoolean("refused", true);
        WriteChanges(json, "changes", resource.Changes);
        json.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, IReadOnlyList<PropertyChange> changes)
    {
        json.WriteStartArray(name);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("path", change.Path);
            WriteValue(json, "old", change.Old);
            WriteValue(json, "new", change.New);
            if (change.ForcesReplacement)
                json.WriteBoolean("forcesReplacement", true);
            if (change.HasNoEffect)
                json.WriteBoolean("hasNoEffect", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, PlanValue? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        PlanJson.WriteValue(json, value);
    }
}
