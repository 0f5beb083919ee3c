namespace PmCrm.Preview.Tests.Harness;

/// <summary>A project on disk whose program is the sample, with one stack.</summary>
internal sealed class SampleProject : IDisposable
{
    public const string Stack = "staging";

    private readonly TempFolder folder = new();

    /// <param name="scenario">What the sample program does.</param>
    /// <param name="config">Lines below <c>config:</c> of the stack's file, without their indentation.</param>
    public SampleProject(string scenario, params string[] config)
    {
        folder.Write(
            "Pulumi.yaml",
            $"""
            name: shop
            runtime: dotnet
            main: {Built.ScenariosSource}
            """
        );
        folder.Write(
            $"Pulumi.{Stack}.yaml",
            $"config:\n  shop:scenario: {scenario}\n" + string.Concat(config.Select(line => $"  {line}\n"))
        );
    }

    public string Root => folder.Root;

    public Task<CliResult> RunAsync(string verb, params string[] options) =>
        PreviewCli.RunAsync([verb, Stack, "--project", Root, "--no-build", .. options]);

    public void Dispose() => folder.Dispose();
}
