using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Policy;

/// <summary>A plan that passes a rule, and one that breaks it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Good">The rule checks at least one resource in it, and all of them pass.</param>
/// <param name="Bad">The rule reports its first resource.</param>
internal sealed record RuleCase(string Rule, PlanResource[] Good, PlanResource[] Bad)
{
    /// <summary>One resource, its inputs as YAML.</summary>
    public static RuleCase Of(string rule, string type, string good, string bad, params PlanResource[] beside) =>
        new(rule, [Resource(type, "subject", good), .. beside], [Resource(type, "subject", bad), .. beside]);

    /// <summary>A Deployment, the specification of its pods as YAML.</summary>
    public static RuleCase Pod(string rule, string good, string bad, params PlanResource[] beside) =>
        new(rule, [Deployment(good), .. beside], [Deployment(bad), .. beside]);

    /// <summary>A Deployment with one container, as YAML.</summary>
    public static RuleCase Container(string rule, string good, string bad, params PlanResource[] beside) =>
        Pod(rule, $"{{ containers: [{good}] }}", $"{{ containers: [{bad}] }}", beside);

    /// <summary>A Deployment <c>shop/web</c> with the label <c>app: web</c>.</summary>
    public static PlanResource Deployment(string podSpec) =>
        Resource(
            "kubernetes:apps/v1:Deployment",
            "web",
            "{ metadata: { name: web, namespace: shop }, spec: { selector: { matchLabels: { app: web } }, "
                + $"template: {{ metadata: {{ labels: {{ app: web }} }}, spec: {podSpec} }} }} }}"
        );

    /// <summary>A resource, its inputs as YAML: what is in quotes is text.</summary>
    public static PlanResource Resource(string type, string name, string inputs) =>
        Plans.Resource(type, name) with
        {
            Inputs = (PlanMap)Value(YamlReader.Read(inputs, $"{type} {name}") ?? throw new ArgumentException("empty", nameof(inputs))),
        };

    /// <summary>A resource that cannot be deleted by mistake.</summary>
    public static PlanResource Protected(string type, string inputs) =>
        Resource(type, "subject", inputs) with
        {
            Options = new PlanOptions { Protect = true },
        };

    private static PlanValue Value(YamlNode node) =>
        node switch
        {
            YamlMapping mapping => Plans.Map([.. mapping.Entries.Select(entry => (entry.Scalar.Text, Value(entry.Value)))]),
            YamlSequence sequence => Plans.List([.. sequence.Items.Select(Value)]),
            YamlScalar { IsQuoted: true } quoted => Plans.Text(quoted.Text),
            YamlScalar { Text: "true" or "false" } boolean => new PlanBool(boolean.Text == "true"),
            YamlScalar { Text: "null" } => PlanNull.Instance,
            YamlScalar scalar when double.TryParse(scalar.Text, out var number) => new PlanNumber(number),
            YamlScalar scalar => Plans.Text(scalar.Text),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };
}
