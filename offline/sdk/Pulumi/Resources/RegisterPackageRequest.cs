namespace Pulumi;

/// <summary>
/// The package that a resource or function is of, where its name alone does not say it: a base plugin that makes the package from
/// parameters, as the Terraform bridge does from the name and version of a Terraform provider.
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
    /// <param name="downloadUrl">Where the plugin is fetched from; null for its usual place.</param>
    /// <param name="checksums">Of the plugin, by operating system and architecture.</param>
    /// <param name="parameterization">What the plugin makes the package from.</param>
    /// <param name="extension">What is added to the plugin's own package. Not together with <paramref name="parameterization"/>.</param>
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

    /// <summary>What a base plugin makes a package from.</summary>
    public sealed class PackageParameterization(string name, string version, byte[] value)
    {
        /// <summary>The name of the package that is made.</summary>
        public string Name { get; } = name;

        /// <summary>The version of the package that is made.</summary>
        public string Version { get; } = version;

        /// <summary>In the plugin's own form.</summary>
        public byte[] Value { get; } = value;
    }
}
