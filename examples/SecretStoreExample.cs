using PmCrm.Components.Common;
using PmCrm.Components.Identity;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="SecretStore"/> alone.</summary>
public static class SecretStoreExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var store = new SecretStore(
            "secrets",
            new SecretStoreArgs
            {
                Project = "my-project",
                PhysicalName = "crm-staging",
                Labels = new ResourceLabels("staging"),
                Secrets = new Dictionary<string, StoredSecret>
                {
                    ["jwt-secret"] = new()
                    {
                        Value = Output.CreateSecret("from the stack's configuration"),
                        Rotation = new SecretRotation(TimeSpan.FromDays(90), new DateTimeOffset(2030, 1, 1, 9, 0, 0, TimeSpan.Zero)),
                    },
                },
            }
        );
        var id = store.SecretIds["jwt-secret"];
    }
}
