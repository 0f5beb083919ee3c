using System.Collections.Concurrent;
using Google.Protobuf;

namespace Pulumi;

/// <content>Packages that a plugin makes from parameters.</content>
public sealed partial class Deployment
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> packages = new();

    /// <summary>The engine's name for the package, which it is asked for once a run; empty for none.</summary>
    /// <exception cref="InvalidOperationException">The engine does not know such packages.</exception>
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
            // A plain plugin needs no reference: the official SDK goes on with the name in the type token.
            return "";
        }
    }

    /// <summary>Two packages of one base plugin are two packages: the parameters are part of the key.</summary>
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
