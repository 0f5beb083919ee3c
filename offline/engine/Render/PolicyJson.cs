using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Render;

/// <summary>The result of the rules for a program.</summary>
internal static class PolicyJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PolicyResult result) =>
        Document(json =>
        {
            json.WriteString("project", result.Project);
            json.WriteString("stack", result.Stack);
            json.WriteStartObject("summary");
            json.WriteNumber("rules", result.Rules.Count);
            json.WriteNumber("checks", result.Checks);
            json.WriteNumber("violations", result.Violations.Count());
            json.WriteNumber("unknown", result.Unknowns.Count());
            json.WriteNumber("waived", result.Waived.Count());
            json.WriteEndObject();
            json.WriteStartArray("findings");
            foreach (var finding in result.Findings)
                WriteFinding(json, finding);
            json.WriteEndArray();
        });

    /// <summary>One JSON object as a text.</summary>
    public static string Document(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("outcome", Word(finding.Outcome));
        WriteRule(json, finding.Rule);
        json.WriteString("urn", finding.Resource);
        json.WriteString("type", finding.ResourceType);
        json.WriteString("name", finding.ResourceName);
        json.WriteString("message", finding.Message);
        if (finding.Waiver is { } waiver)
        {
            json.WriteStartObject("waiver");
            json.WriteString("reason", waiver.Reason);
            json.WriteString("expires", Waiver.Day(waiver.Expires));
            json.WriteString("at", waiver.At.ToString());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleInfo rule)
    {
        json.WriteString("rule", rule.Id);
        json.WriteString("severity", PolicyText.Word(rule.Severity));
        json.WriteString("title", rule.Title);
        json.WriteString("remedy", rule.Remedy);
        json.WriteString("source", rule.Source);
    }

    private static string Word(FindingOutcome outcome) =>
        outcome switch
        {
            FindingOutcome.Violation => "violation",
            FindingOutcome.Unknown => "unknown",
            _ => "waived",
        };
}
