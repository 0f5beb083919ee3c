using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PmCrm.Preview.Policy;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Render;

/// <summary>
/// The result of the rules as SARIF 2.1.0, with the properties that GitHub's code scanning reads (docs.github.com, "SARIF support for
/// code scanning"). Waived findings are left out: GitHub does not read <c>suppressions</c> and would open an alert for each
/// (github/codeql-action issue 1230). An unknown result is a note.
/// </summary>
internal static class PolicySarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    // The longest shortDescription and fullDescription that GitHub shows.
    private const int LongestDescription = 1024;

    /// <param name="result">The result of the rules.</param>
    /// <param name="file">
    /// The stack's configuration file, from the root of the repository: the place of a resource in the code is not recorded.
    /// </param>
    public static string Write(PolicyResult result, string file) =>
        PolicyJson.Document(json =>
        {
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, result.Rules);
            // The part before the slash is the category: the results of one stack do not replace those of another.
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"preview-policy-{result.Stack}/");
            json.WriteEndObject();
            var indexes = result.Rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
            json.WriteStartArray("results");
            foreach (var finding in result.Findings.Where(finding => finding.Outcome != FindingOutcome.Waived))
                WriteResult(json, finding, indexes[finding.RuleId], file);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<PolicyRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "preview policy");
        json.WriteStartArray("rules");
        foreach (var rule in rules)
            WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, PolicyRule rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", rule.Id);
        WriteText(json, "shortDescription", TextLayout.Cut(rule.Info.Title, LongestDescription));
        WriteText(json, "fullDescription", TextLayout.Cut($"{rule.Info.Title}. {rule.Info.Remedy}", LongestDescription));
        WriteText(json, "help", $"{rule.Info.Remedy}\n\nLooks at {rule.LooksAt}.\nSource: {rule.Info.Source}.");
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Info.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("security");
        json.WriteEndArray();
        json.WriteString("precision", "very-high");
        json.WriteString("security-severity", Score(rule.Info.Severity).ToString("0.0", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int rule, string file)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.RuleId);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Outcome == FindingOutcome.Unknown ? "note" : Level(finding.Severity));
        WriteText(json, "message", Inert.Line($"{finding.Title}. {finding.ResourceName}: {finding.Message}. {finding.Resource}"));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", file);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteNumber("startColumn", 1);
        json.WriteNumber("endLine", 1);
        json.WriteNumber("endColumn", 2);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", Inert.Line(finding.ResourceName));
        json.WriteString("fullyQualifiedName", Inert.Line(finding.Resource));
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        // All results are on the same line. Without a fingerprint of their own, GitHub would treat two of them as the same.
        json.WriteStartObject("partialFingerprints");
        json.WriteString("primaryLocationLineHash", Fingerprint(finding));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Fingerprint(Finding finding) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{finding.RuleId}\n{finding.Resource}"))[..16]) + ":1";

    private static string Level(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Critical or RuleSeverity.High => "error",
            RuleSeverity.Medium => "warning",
            _ => "note",
        };

    // GitHub: over 9.0 is critical, from 7.0 high, from 4.0 medium, from 0.1 low.
    private static double Score(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Critical => 9.5,
            RuleSeverity.High => 8.0,
            RuleSeverity.Medium => 5.5,
            _ => 3.0,
        };
}
