using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Gcp;

internal sealed class TopicsAreNotPublic()
    : PublicMemberRule(
        new RuleInfo(
            "CKV_GCP_99",
            RuleSeverity.Critical,
            "No topic is granted to allUsers or allAuthenticatedUsers",
            "Grant it to the accounts that need it.",
            "Checkov CKV_GCP_99"
        ),
        "gcp:pubsub/topicIAMMember:TopicIAMMember",
        "gcp:pubsub/topicIAMBinding:TopicIAMBinding"
    );
