using System.Collections.Concurrent;
using Google.Protobuf;

namespace Pulumi;

/// <content>Parameterized packages.</content>
public sealed partial class Deployment
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> packages = new();

    /// <summary>The engine's reference to the package, requested once per run; empty for none.</summary>
    /// <exception cref="InvalidOperationException">The engine does not support such packages.</exception>
    private async Task<string> PackageReferenceAsync(RegisterPackageRequest? package)
    {
        if (package == null)
            return "";
        if (!await SupportsAsync(Features.Parameterization).ConfigureAwait(false))
            throw new InvalidOperationException("The engine does not support parameterized packages; a newer one does.");
        return await packages
            .GetOrAdd(KeyOf(package), _ => new Lazy<Task<string>>(() => RegisterAsync(package)))
            .Value.ConfigureAwait(false);
    }

    private async Task<string> RegisterAsync(RegisterPackageRequest package)
    {
        try
        {
            return await Monitor.RegisterPackageAsync(ToMessage(package)).ConfigureAwait(false);
        }
        catch (Exception) when (package is { Parameterization: null, Extension: null })
        {
            // A package without parameters needs no reference: the official SDK continues with the name in the type token.
            return "";
        }
    }

    /// <summary>One base plugin can make several packages, so the parameters are part of the key.</summary>
    private static string KeyOf(RegisterPackageRequest package)
    {
        var parameters = package.Parameterization ?? package.Extension;
        return string.Join(
            '\0',
            package.Name,
            package.Version,
            package.DownloadUrl,
            parameters?.Name,
            parameters?.Version,
            parameters == null ? "" : Convert.ToBase64String(parameters.Value)
        );
    }

    private static Pulumirpc.RegisterPackageRequest ToMessage(RegisterPackageRequest package)
    {
        var message = new Pulumirpc.RegisterPackageRequest
        {
            Name = package.Name,
            Version = package.Version,
            DownloadUrl = package.DownloadUrl,
            Parameterization = ToMessage(package.Parameterization),
            Extension = ToMessage(package.Extension),
        };
        foreach (var (platform, checksum) in package.Checksums)
            message.Checksums.Add(platform, ByteString.CopyFrom(checksum));
        return message;
    }

    private static Pulumirpc.Parameterization? ToMessage(RegisterPackageRequest.PackageParameterization? parameters) =>
        parameters == null
            ? null
            : new()
            {
                Name = parameters.Name,
                Version = parameters.Version,
                Value = ByteString.CopyFrom(parameters.Value),
            };
}
