using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="WorkloadIdentityAccount"/> alone.</summary>
public static class WorkloadIdentityAccountExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var backend = new WorkloadIdentityAccount(
            "backend",
            new WorkloadIdentityAccountArgs
            {
                Project = "my-project",
                AccountId = "crm-staging-backend",
                WorkloadPool = "my-project.svc.id.goog",
                KubernetesNamespace = "crm",
                KubernetesServiceAccount = "crm-backend",
                ReadsSecrets = new Dictionary<string, Output<string>>
                {
                    ["database-url"] = Output.Create("projects/my-project/secrets/crm-staging-database-url"),
                },
            }
        );
        var annotation = (WorkloadIdentityAccount.AnnotationKey, backend.Email);
    }
}
