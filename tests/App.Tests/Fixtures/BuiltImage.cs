using System.Text.Json.Nodes;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>The image for both processors, unpacked: built when the first test asks for it.</summary>
public sealed class BuiltImage : IDisposable
{
    /// <summary>The line that the .NET SDK's targets print when the native compiler runs.</summary>
    private const string NativeCompilation = "Generating native code";

    private static readonly string CrossCompiler = Native == "arm64" ? "x86_64-linux-gnu-gcc" : "aarch64-linux-gnu-gcc";

    private readonly PublishedApp published;
    private readonly string folder = Directory.CreateTempSubdirectory("pmcrm-image-").FullName;
    private readonly MinimalImage image;
    private Task? built;

    public BuiltImage(PublishedApp published)
    {
        this.published = published;
        image = new MinimalImage(typeof(PmCrm.Image.Source).Assembly.Location, Repository.Root, folder);
    }

    /// <summary>The image's architectures, by their OCI names; the first is that of the production nodes.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["amd64", "arm64"];

    /// <inheritdoc cref="MinimalImage.Native"/>
    public static string Native => MinimalImage.Native;

    public void Dispose()
    {
        // The base's files belong to root; these tests only run as root.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Builds the image, once. Skips the test if it cannot be built.</summary>
    public async Task Build()
    {
        var missing = PublishedApp.Missing ?? MinimalImage.Missing(CrossCompiler);
        Assert.SkipWhen(missing is not null, missing ?? "");
        await (built ??= BuildOnce());
    }

    /// <inheritdoc cref="MinimalImage.Image"/>
    public (JsonNode Manifest, JsonNode Configuration) Image(string architecture) => image.Image(architecture);

    /// <inheritdoc cref="MinimalImage.Bundle"/>
    public string Bundle(string architecture) => image.Bundle(architecture);

    /// <inheritdoc cref="MinimalImage.RunBuilder"/>
    public Task<(int ExitCode, string Printed)> RunBuilder(string containerBase, params string[] arguments) =>
        image.RunBuilder(containerBase, arguments);

    /// <inheritdoc cref="MinimalImage.CreateBase"/>
    public Task<string> CreateBase(string name, params IEnumerable<string> architectures) => image.CreateBase(name, architectures);

    private async Task BuildOnce()
    {
        // One publish after the other: both compile in the project's one folder of intermediate files.
        await published.Binary();
        var printed = await image.Build(Architectures);
        // The native compiler takes minutes: for this machine's processor the image takes the binary that is published already.
        var compiled = printed.Split(NativeCompilation).Length - 1;
        Assert.True(compiled < Architectures.Count, $"The native compiler ran {compiled} times:\n{printed}");
    }
}
