using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Functions of providers, awaited or as Outputs, with dependencies, secrets, options and failures.</summary>
internal static class Invokes
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(async () =>
        {
            var source = new Thing("source");
            var provider = new Pulumi.Gcp.Provider("gcp", new() { Project = "p" });

            var echo = Deployment.Instance.Invoke<Echo>("sample:index:echo", new EchoArgs { Text = "plain" });
            var secret = Deployment.Instance.Invoke<Echo>(
                "sample:index:echo",
                new EchoArgs { Text = Output.CreateSecret("planted-value-13") }
            );
            var dependent = Deployment.Instance.Invoke<Echo>("sample:index:echo", new EchoArgs { Text = source.Computed });
            var after = Deployment.Instance.Invoke<Echo>(
                "sample:index:echo",
                new EchoArgs { Text = "after" },
                new InvokeOutputOptions { DependsOn = { source } }
            );
            var awaited = await Deployment.Instance.InvokeAsync<Echo>("sample:index:echo", new EchoArgs { Text = "awaited" });
            var versioned = Deployment.Instance.Invoke<Echo>(
                "sample:index:echo",
                new EchoArgs { Text = "versioned" },
                new InvokeOptions { Version = "0.0.7-sample", PluginDownloadURL = "https://plugins.example.com" }
            );
            var single = Deployment.Instance.InvokeSingle<string>("sample:index:single", InvokeArgs.Empty);
            var client = Pulumi.Gcp.Organizations.GetClientConfig.Invoke(new InvokeOptions { Provider = provider });
            var project = Pulumi.Gcp.Organizations.GetProject.Invoke(new() { ProjectId = source.Text });
            var versions = Pulumi.Gcp.Container.GetEngineVersions.Invoke(new() { Location = "europe-west1" });
            var groups = Pulumi.Cloudflare.GetApiTokenPermissionGroupsList.Invoke(new() { Name = "DNS Write" });

            new Thing(
                "uses",
                new ThingArgs
                {
                    Text = echo.Apply(e => e.Text),
                    Items =
                    {
                        secret.Apply(e => e.Text),
                        dependent.Apply(e => e.Text),
                        after.Apply(e => e.Text),
                        awaited.Text,
                        versioned.Apply(e => e.Text),
                        single,
                        client.Apply(c => c.Project),
                        project.Apply(p => p.Number),
                        groups.Apply(g => $"{g.Results.Length}"),
                        versions.Apply(v => v.LatestMasterVersion),
                    },
                }
            );
            new Thing("failure", new ThingArgs { Text = await FailureAsync() });
        });

    private static async Task<string> FailureAsync()
    {
        try
        {
            await Deployment.Instance.InvokeAsync<Echo>("sample:index:refuse", new EchoArgs { Text = "x" });
            return "no failure";
        }
        catch (Exception failure) when (failure.Message.Contains("sample: refused", StringComparison.Ordinal))
        {
            return "failed for the provider's reason";
        }
    }

    private sealed class EchoArgs : InvokeArgs
    {
        [Input("text")]
        public Input<string>? Text { get; set; }
    }

    [OutputType]
    private sealed class Echo
    {
        public readonly string Text;

        [OutputConstructor]
        private Echo(string text) => Text = text;
    }
}
