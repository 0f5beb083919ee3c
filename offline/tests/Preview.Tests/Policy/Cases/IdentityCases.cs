using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Policy.Cases;

internal static class IdentityCases
{
    private const string Member = "gcp:projects/iAMMember:IAMMember";
    private const string Binding = "gcp:projects/iAMBinding:IAMBinding";
    private const string Provider = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
    private const string Account = "serviceAccount:shop@shop-1.iam.gserviceaccount.com";
    private const string Key = "gcp:kms/cryptoKey:CryptoKey";

    public static IEnumerable<RuleCase> All =>
        [
            Role("CKV_GCP_41", "roles/cloudsql.client", "roles/iam.serviceAccountUser"),
            Role("CKV_GCP_42", "roles/cloudsql.client", "roles/container.admin"),
            RuleCase.Of(
                "CKV_GCP_42",
                Binding,
                $"{{ role: roles/editor, members: ['group:team@example.com'] }}",
                $"{{ role: roles/editor, members: ['group:team@example.com', '{Account}'] }}"
            ),
            RuleCase.Of(
                "CKV_GCP_46",
                Member,
                $"{{ role: roles/viewer, member: '{Account}' }}",
                "{ role: roles/viewer, member: 'serviceAccount:1-compute@developer.gserviceaccount.com' }"
            ),
            Role("CKV_GCP_49", "roles/cloudsql.client", "roles/iam.serviceAccountAdmin"),
            Role("CKV_GCP_117", "roles/cloudsql.client", "roles/viewer"),
            RuleCase.Of("CKV_GCP_118", Provider, "{ attributeCondition: \"assertion.repository_id == '1'\" }", "{}"),
            RuleCase.Of(
                "CKV_GCP_125",
                Provider,
                Github("assertion.sub == 'repo:shop/shop:ref:refs/heads/main'"),
                Github("assertion.repository_id == '1'")
            ),
            RuleCase.Of(
                "CKV_GCP_125",
                Provider,
                Github("assertion.sub == 'repo:shop/shop:ref:refs/heads/main'"),
                Github("assertion.sub == 'repo:*/shop'")
            ),
            new RuleCase("CKV2_GCP_3", [], [RuleCase.Resource("gcp:serviceaccount/key:Key", "key", "{ serviceAccountId: shop }")]),
            new RuleCase(
                "CKV2_GCP_5",
                [
                    RuleCase.Resource("gcp:secretmanager/secret:Secret", "secret", "{ secretId: shop }"),
                    Audit("[{ logType: ADMIN_READ }, { logType: DATA_READ }, { logType: DATA_WRITE }]"),
                ],
                [
                    RuleCase.Resource("gcp:secretmanager/secret:Secret", "secret", "{ secretId: shop }"),
                    Audit(
                        "[{ logType: ADMIN_READ }, { logType: DATA_READ, exemptedMembers: ['user:a@example.com'] }, { logType: DATA_WRITE }]"
                    ),
                ]
            ),
            RuleCase.Of(
                "CKV_GCP_43",
                Key,
                "{ purpose: ENCRYPT_DECRYPT, rotationPeriod: 7776000s }",
                "{ purpose: ENCRYPT_DECRYPT, rotationPeriod: 7776001s }"
            ),
            RuleCase.Of("CKV_GCP_43", Key, "{ rotationPeriod: 86400s }", "{}"),
            new RuleCase("CKV_GCP_82", [RuleCase.Protected(Key, "{ name: shop }")], [RuleCase.Resource(Key, "subject", "{ name: shop }")]),
            Public("CKV_GCP_112", "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"),
            Public("CKV2_GCP_8", "gcp:kms/keyRingIAMMember:KeyRingIAMMember"),
            Public("CKV_GCP_99", "gcp:pubsub/topicIAMMember:TopicIAMMember"),
            Public("CKV_GCP_101", "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"),
            Public("own/public-secret", "gcp:secretmanager/secretIamMember:SecretIamMember"),
            RuleCase.Of(
                "own/public-secret",
                "gcp:secretmanager/secretIamBinding:SecretIamBinding",
                $"{{ members: ['{Account}'] }}",
                $"{{ members: ['{Account}', allAuthenticatedUsers] }}"
            ),
        ];

    private static RuleCase Role(string rule, string good, string bad) =>
        RuleCase.Of(rule, Member, $"{{ role: {good}, member: '{Account}' }}", $"{{ role: {bad}, member: '{Account}' }}");

    private static RuleCase Public(string rule, string type) =>
        RuleCase.Of(rule, type, $"{{ member: '{Account}' }}", "{ member: allUsers }");

    private static PlanResource Audit(string logs) =>
        RuleCase.Resource("gcp:projects/iAMAuditConfig:IAMAuditConfig", "audit", $"{{ service: allServices, auditLogConfigs: {logs} }}");

    private static string Github(string condition) =>
        "{ oidc: { issuerUri: 'https://token.actions.githubusercontent.com' }, attributeMapping: { google.subject: assertion.sub }, "
        + $"attributeCondition: \"{condition}\" }}";
}
