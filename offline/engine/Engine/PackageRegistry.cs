using System.Security.Cryptography;
using Google.Protobuf;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>The packages that a program registered, with plugins and parameters, by the reference that the engine returned.</summary>
internal sealed class PackageRegistry
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, PlanPackage> packages = new(StringComparer.Ordinal);

    /// <summary>
    /// The reference of the package, the same in every run. Two packages that one plugin makes from different parameters have two.
    /// </summary>
    /// <exception cref="GrpcFailure">
    /// It has no name, or no semantic version (pulumi/pulumi, pkg/resource/deploy/source_eval.go, RegisterPackage).
    /// </exception>
    public string Register(RegisterPackageRequest request)
    {
        if (request.Name.Length == 0)
            throw new GrpcFailure(GrpcFailure.InvalidArgument, "a package has no name");
        if (request.Version.Length > 0)
            RequireVersion(request.Name, request.Version);
        if (request.Parameterization is { } parameters)
            RequireVersion(parameters.Name, parameters.Version);
        var made = request.Parameterization ?? request.Extension;
        var package = new PlanPackage(made?.Name ?? request.Name, made?.Version ?? request.Version, request.Name, request.Version);
        var reference = $"{package.Name}@{package.Version}#{Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))[..12]}";
        lock (gate)
            packages[reference] = package;
        return reference;
    }

    private static void RequireVersion(string package, string version)
    {
        if (!RequestChecks.IsVersion(version))
            throw new GrpcFailure(
                GrpcFailure.InvalidArgument,
                $"the package '{package}' has the version '{version}', which is not a version such as 4.21.1"
            );
    }

    /// <summary>Null for a request without a reference.</summary>
    /// <exception cref="GrpcFailure">This engine gave no such reference.</exception>
    public PlanPackage? Find(string reference)
    {
        if (reference.Length == 0)
            return null;
        lock (gate)
            return packages.TryGetValue(reference, out var package)
                ? package
                : throw new GrpcFailure(GrpcFailure.InvalidArgument, $"unknown provider package '{reference}'");
    }
}
