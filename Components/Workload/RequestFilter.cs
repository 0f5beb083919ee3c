using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Compute.Inputs;
using Compute = Pulumi.Gcp.Compute;

namespace PmCrm.Components.Workload;

/// <summary>Cloud Armor policy of the API: blocks known attacks and clients above the rate limit.</summary>
internal static class RequestFilter
{
    /// <summary>Priority of the default rule; Google requires this number.</summary>
    private const int DefaultPriority = 2147483647;

    private const int FirstWafPriority = 1000;
    private const int WafPriorityStep = 10;
    private const int RateLimitPriority = 10000;
    private const string Everyone = "*";

    /// <summary>
    /// Google's preconfigured OWASP rule sets. Sensitivity 1 is the lowest level that detects attacks: users' notes are free text, which
    /// higher levels mistake for injections.
    /// </summary>
    private static readonly string[] OwaspRuleSets =
    [
        "sqli-v33-stable",
        "xss-v33-stable",
        "lfi-v33-stable",
        "rfi-v33-stable",
        "rce-v33-stable",
        "scannerdetection-v33-stable",
        "protocolattack-v33-stable",
        "sessionfixation-v33-stable",
    ];

    /// <param name="project">Google Cloud project.</param>
    /// <param name="physicalName">Google's name of the policy.</param>
    /// <param name="requestsPerMinute">Requests per minute that one client address may send; further requests are answered 429.</param>
    /// <param name="labels">Labels of the policy.</param>
    public static Compute.SecurityPolicyArgs Of(Input<string> project, string physicalName, int requestsPerMinute, ResourceLabels labels)
    {
        var policy = new Compute.SecurityPolicyArgs
        {
            Project = project,
            Name = physicalName,
            Description = "OWASP rules and a rate limit in front of the CRM's API.",
            Type = "CLOUD_ARMOR",
            Labels = labels.ToInputMap(),
            AdvancedOptionsConfig = new SecurityPolicyAdvancedOptionsConfigArgs { JsonParsing = "STANDARD", LogLevel = "NORMAL" },
            AdaptiveProtectionConfig = new SecurityPolicyAdaptiveProtectionConfigArgs
            {
                Layer7DdosDefenseConfig = new SecurityPolicyAdaptiveProtectionConfigLayer7DdosDefenseConfigArgs { Enable = true },
            },
        };
        policy.Rules.Add(Deny(FirstWafPriority, "Log4Shell and its kin", "evaluatePreconfiguredExpr('cve-canary')")); // CKV_GCP_73
        for (var index = 0; index < OwaspRuleSets.Length; index++)
        {
            var ruleSet = OwaspRuleSets[index];
            policy.Rules.Add(
                Deny(
                    FirstWafPriority + ((index + 1) * WafPriorityStep),
                    $"OWASP {ruleSet}",
                    $"evaluatePreconfiguredWaf('{ruleSet}', {{'sensitivity': 1}})"
                )
            );
        }
        policy.Rules.Add(
            new SecurityPolicyRuleArgs
            {
                Action = "throttle",
                Priority = RateLimitPriority,
                Description = $"{requestsPerMinute} requests a minute from one address",
                Match = FromEveryone(),
                RateLimitOptions = new SecurityPolicyRuleRateLimitOptionsArgs
                {
                    ConformAction = "allow",
                    ExceedAction = "deny(429)",
                    EnforceOnKey = "IP",
                    RateLimitThreshold = new SecurityPolicyRuleRateLimitOptionsRateLimitThresholdArgs
                    {
                        Count = requestsPerMinute,
                        IntervalSec = 60,
                    },
                },
            },
            new SecurityPolicyRuleArgs
            {
                Action = "allow",
                Priority = DefaultPriority,
                Description = "default",
                Match = FromEveryone(),
            }
        );
        return policy;
    }

    private static SecurityPolicyRuleArgs Deny(int priority, string description, string expression) =>
        new()
        {
            Action = "deny(403)",
            Priority = priority,
            Description = description,
            Match = new SecurityPolicyRuleMatchArgs { Expr = new SecurityPolicyRuleMatchExprArgs { Expression = expression } },
        };

    private static SecurityPolicyRuleMatchArgs FromEveryone() =>
        new()
        {
            VersionedExpr = "SRC_IPS_V1",
            Config = new SecurityPolicyRuleMatchConfigArgs { SrcIpRanges = { Everyone } },
        };
}
