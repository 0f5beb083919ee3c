using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Components that another process constructs, which get Outputs with dependencies, and calls of their methods.</summary>
internal static class Remote
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var source = new Thing("source");
            var provider = new Pulumi.Random.Provider("random");
            var remote = new RemoteGroup(
                "remote",
                new ThingArgs
                {
                    Text = source.Computed,
                    SecretText = "planted-value-14",
                    Items = { "known", source.Text },
                    Nested = new PartArgs { PartName = source.ComputedSecret },
                    Peer = source,
                },
                new ComponentResourceOptions { Providers = { provider }, Protect = true }
            );
            new Thing("after", new ThingArgs { Text = remote.Endpoint }, new CustomResourceOptions { DependsOn = { remote } });
            new Thing("inside", options: new CustomResourceOptions { Parent = remote });
            var called = Deployment.Instance.Call<CallResult>(
                "sample:index:RemoteGroup/describe",
                new DescribeArgs { Text = source.Text },
                remote
            );
            Deployment.Instance.Call("sample:index:RemoteGroup/describe", new DescribeArgs { Text = source.Computed }, remote);
            Deployment.Instance.Call(
                "sample:index:describe",
                new DescribeArgs { Text = Output.CreateSecret("planted-value-42") },
                options: new CallOptions
                {
                    Provider = provider,
                    Version = "0.0.7-sample",
                    PluginDownloadURL = "https://plugins.example.com",
                }
            );
            new Thing("called", new ThingArgs { Text = called.Apply(c => c.Text) });
        });

    private sealed class DescribeArgs : CallArgs
    {
        [Input("text")]
        public Input<string>? Text { get; set; }
    }

    [OutputType]
    private sealed class CallResult
    {
        public readonly string Text;

        [OutputConstructor]
        private CallResult(string text) => Text = text;
    }
}
