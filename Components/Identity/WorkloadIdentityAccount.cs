using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.SecretManager;
using Pulumi.Gcp.ServiceAccount;

namespace PmCrm.Components.Identity;

/// <summary>
/// A Google service account that exactly one Kubernetes service account may impersonate: Workload Identity instead of keys (CIS GKE 5.2.2,
/// CKV2_GCP_3). It may only read the secrets that are named.
/// </summary>
/// <example><c>examples/WorkloadIdentityAccountExample.cs</c></example>
public sealed class WorkloadIdentityAccount : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:identity:WorkloadIdentityAccount";

    /// <summary>Annotation of the Kubernetes account whose value is <see cref="Email"/>.</summary>
    public const string AnnotationKey = "iam.gke.io/gcp-service-account";

    /// <summary>Lets an identity from outside Google act as an account.</summary>
    internal const string UserRole = "roles/iam.workloadIdentityUser";

    /// <summary>Creates the account, the binding and the grants.</summary>
    public WorkloadIdentityAccount(string name, WorkloadIdentityAccountArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        var kubernetesAccount = $"{args.KubernetesNamespace}/{args.KubernetesServiceAccount}";
        var account = new Account(
            name,
            new AccountArgs
            {
                Project = args.Project,
                AccountId = ServiceAccountId.Checked(args.AccountId),
                DisplayName = kubernetesAccount,
                Description = $"What the Kubernetes account {kubernetesAccount} acts as.",
            },
            this.Child().WithFixedName()
        );
        _ = new IAMMember(
            $"{name}-workload-identity",
            new IAMMemberArgs
            {
                ServiceAccountId = account.Name,
                Role = UserRole,
                Member = Output.Format($"serviceAccount:{args.WorkloadPool}[{kubernetesAccount}]"),
            },
            this.Child()
        );
        foreach (var (key, secret) in args.ReadsSecrets)
            _ = new SecretIamMember(
                $"{name}-reads-{key}",
                new SecretIamMemberArgs
                {
                    Project = args.Project,
                    SecretId = secret,
                    Role = "roles/secretmanager.secretAccessor",
                    Member = Output.Format($"serviceAccount:{account.Email}"),
                },
                this.Child()
            );

        Email = account.Email;
        RegisterOutputs();
    }

    /// <summary>
    /// The account's address. Pods that use the account must depend on this component, which also creates the binding and the grants on
    /// secrets.
    /// </summary>
    [Output("email")]
    public Output<string> Email { get; private set; }
}
