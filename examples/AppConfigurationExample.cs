using PmCrm.Components.Common;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Examples;

/// <summary>Uses <see cref="AppConfiguration"/> alone.</summary>
public static class AppConfigurationExample
{
    /// <summary>Call it inside a deployment, like a Pulumi program.</summary>
    public static void Run()
    {
        var configuration = new AppConfiguration(
            "configuration",
            new AppConfigurationArgs
            {
                Namespace = "crm",
                Variables = new Dictionary<string, string> { [AppVariables.LogLevel] = "info" },
                Secrets = new Dictionary<string, Output<string>>
                {
                    [AppVariables.JwtSecret] = Output.CreateSecret("from the stack's configuration"),
                },
                Certificates = new Dictionary<string, Output<string>>
                {
                    [AppContract.DatabaseCaFile] = Output.Create("-----BEGIN CERTIFICATE-----"),
                },
                Labels = new ResourceLabels("staging"),
            }
        );
    }
}
