using System.Runtime.InteropServices;

namespace PmCrm.LocalServers;

/// <summary>The native binary that the image contains, published for this machine.</summary>
public static class PublishedBackend
{
    /// <summary>Variable with the path of a binary to use instead of publishing one.</summary>
    public const string Given = "PMCRM_BINARY";

    // The native compiler takes minutes, and longer if the machine is busy.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    public static string Runtime => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>The binary in <see cref="Given"/>, or if it is not set, one that is published now.</summary>
    /// <inheritdoc cref="Publish"/>
    public static async Task<string> FindOrPublish(string root) =>
        Environment.GetEnvironmentVariable(Given) is not { Length: > 0 } given ? await Publish(root)
        : File.Exists(given) ? given
        : throw new InvalidOperationException($"{Given} names {given}, which is not there.");

    /// <summary>Publishes it below <c>artifacts/</c>.</summary>
    /// <param name="root">The folder of the repository.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="InvalidOperationException">It could not be published; the message contains the output.</exception>
    public static async Task<string> Publish(string root)
    {
        var output = Path.Combine(root, "artifacts", "published", Runtime);
        // A separate build, because the outputs of the calling one are in use.
        var (code, printed) = await ChildProcess.Run(
            "dotnet",
            [
                "publish",
                Path.Combine(root, "app/App.csproj"),
                "--nologo",
                "-c",
                "Release",
                "-r",
                Runtime,
                "-o",
                output,
                "-p:OpenApiGenerateDocuments=false",
            ],
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            Timeout
        );
        return code == 0
            ? Path.Combine(output, "pmcrm")
            : throw new InvalidOperationException($"The native binary could not be published:\n{printed}");
    }
}
