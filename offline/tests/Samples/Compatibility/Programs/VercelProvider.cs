using Pulumi;
using Pulumiverse.Vercel;
using Pulumiverse.Vercel.Inputs;

namespace PmCrm.Samples.Programs;

/// <summary>The Vercel provider: nested objects, sets of objects, sensitive variables.</summary>
internal static class VercelProvider
{
    public static Task<int> RunAsync() =>
        Pulumi.Deployment.RunAsync(() =>
        {
            var provider = new Provider("vercel", new ProviderArgs { ApiToken = "planted-value-30", Team = "team" });
            var options = new CustomResourceOptions { Provider = provider };
            var project = new Project(
                "frontend",
                new ProjectArgs
                {
                    Name = "frontend",
                    Framework = "nextjs",
                    NodeVersion = "22.x",
                    RootDirectory = "web",
                    ServerlessFunctionRegion = "fra1",
                    GitRepository = new ProjectGitRepositoryArgs
                    {
                        Type = "github",
                        Repo = "owner/repository",
                        ProductionBranch = "main",
                    },
                    VercelAuthentication = new ProjectVercelAuthenticationArgs { DeploymentType = "standard_protection" },
                    Environments =
                    {
                        new ProjectEnvironmentArgs
                        {
                            Key = "INSIDE",
                            Value = "planted-value-31",
                            Targets = { "production" },
                            Sensitive = true,
                        },
                    },
                },
                options
            );
            new ProjectEnvironmentVariable(
                "api-url",
                new ProjectEnvironmentVariableArgs
                {
                    ProjectId = project.Id,
                    Key = "NEXT_PUBLIC_API_URL",
                    Value = "https://api.example.com",
                    Targets = { "production", "preview" },
                },
                options
            );
            new ProjectEnvironmentVariable(
                "secret",
                new ProjectEnvironmentVariableArgs
                {
                    ProjectId = project.Id,
                    Key = "SESSION_KEY",
                    Value = Output.CreateSecret("planted-value-32"),
                    Sensitive = true,
                    Targets = { "production" },
                },
                options
            );
            new ProjectEnvironmentVariables(
                "several",
                new ProjectEnvironmentVariablesArgs
                {
                    ProjectId = project.Id,
                    Variables =
                    {
                        new ProjectEnvironmentVariablesVariableArgs
                        {
                            Key = "A",
                            Value = "1",
                            Targets = { "preview" },
                        },
                        new ProjectEnvironmentVariablesVariableArgs
                        {
                            Key = "B",
                            Value = "planted-value-33",
                            Sensitive = true,
                            Targets = { "production" },
                        },
                    },
                },
                options
            );
            new ProjectDomain("domain", new ProjectDomainArgs { ProjectId = project.Id, Domain = "app.example.com" }, options);
        });
}
