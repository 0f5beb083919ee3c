using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy;

/// <summary>Checks a recorded plan against every rule.</summary>
internal static class PolicyCheck
{
    public static PolicyResult Run(DeploymentPlan plan, Waivers waivers) => Run(plan, waivers, RuleCatalog.All);

    public static PolicyResult Run(DeploymentPlan plan, Waivers waivers, IReadOnlyList<PolicyRule> rules)
    {
        var indexed = new PolicyPlan(plan);
        var findings = new List<Finding>();
        var (needed, expired) = (new HashSet<Waiver>(), new HashSet<Waiver>());
        var checks = 0;
        foreach (var rule in rules)
        foreach (var (resource, verdict) in rule.Evaluate(indexed))
        {
            checks++;
            if (verdict.Kind == VerdictKind.Pass)
                continue;
            var waiver = waivers.For(rule.Id, plan.Stack, resource);
            if (waiver is not null)
                (waivers.IsExpired(waiver) ? expired : needed).Add(waiver);
            findings.Add(FindingOf(rule, resource, verdict, waiver, waivers));
        }
        return new PolicyResult
        {
            Project = plan.Project,
            Stack = plan.Stack,
            Rules = rules,
            Findings =
            [
                .. findings
                    .OrderByDescending(finding => finding.Severity)
                    .ThenBy(finding => finding.RuleId, RuleCatalog.IdOrder)
                    .ThenBy(finding => finding.Resource, StringComparer.Ordinal),
            ],
            Checks = checks,
            Expired = [.. waivers.All.Where(expired.Contains)],
            Unused = [.. waivers.All.Where(waiver => waiver.IsFor(plan.Stack) && !needed.Contains(waiver) && !expired.Contains(waiver))],
        };
    }

    private static Finding FindingOf(PolicyRule rule, PlanResource resource, Verdict verdict, Waiver? waiver, Waivers waivers)
    {
        var outcome = verdict.Kind == VerdictKind.Unknown ? FindingOutcome.Unknown : FindingOutcome.Violation;
        var message = verdict.Message;
        if (waiver is not null && waivers.IsExpired(waiver))
        {
            message += $" (the waiver at {waiver.At} expired on {Waiver.Day(waiver.Expires)})";
            waiver = null;
        }
        return new Finding(
            rule.Info,
            resource.Urn,
            resource.Type,
            resource.Name,
            message,
            waiver is null ? outcome : FindingOutcome.Waived,
            waiver
        );
    }
}
