namespace Pulumi;

/// <summary>
/// The package of a resource or function, for packages that the type token alone does not identify: a base plugin makes the package
/// from parameters, as the Terraform bridge does from the name and version of a Terraform provider.
/// </summary>
public sealed class RegisterPackageRequest
{
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums,
        PackageParameterization? parameterization
    )
        : this(name, version, downloadUrl, checksums, parameterization, extension: null) { }

    /// <param name="name">The base plugin's name.</param>
    /// <param name="version">The base plugin's version.</param>
    /// <param name="downloadUrl">Where the plugin is downloaded from; null for the default place.</param>
    /// <param name="checksums">Of the plugin, by operating system and architecture.</param>
    /// <param name="parameterization">The parameters from which the plugin makes the package.</param>
    /// <param name="extension">An extension of the plugin's own package. Not together with <paramref name="parameterization"/>.</param>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums = null,
        PackageParameterization? parameterization = null,
        PackageParameterization? extension = null
    )
    {
        Name = name;
        Version = version;
        DownloadUrl = downloadUrl ?? "";
        Checksums = checksums ?? [];
        Parameterization = parameterization;
        Extension = extension;
    }

    public string Name { get; }

    public string Version { get; }

    public string DownloadUrl { get; }

    public Dictionary<string, byte[]> Checksums { get; }

    public PackageParameterization? Parameterization { get; }

    public PackageParameterization? Extension { get; }

    /// <summary>The parameters from which a base plugin makes a package.</summary>
    public sealed class PackageParameterization(string name, string version, byte[] value)
    {
        /// <summary>The name of the package that is made.</summary>
        public string Name { get; } = name;

        /// <summary>The version of the package that is made.</summary>
        public string Version { get; } = version;

        /// <summary>The parameter, in the plugin's own format.</summary>
        public byte[] Value { get; } = value;
    }
}
