using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Components.Workload;

/// <summary>Arguments of <see cref="AppConfiguration"/>.</summary>
public sealed class AppConfigurationArgs : ResourceArgs
{
    /// <summary>Namespace of the objects.</summary>
    [Input("namespace", required: true)]
    public required Input<string> Namespace { get; init; }

    /// <summary>Name of the application; prefix of the objects' names.</summary>
    public string Application { get; init; } = ResourceLabels.Application;

    /// <summary>Variables that are no secrets, by the names in <see cref="AppVariables"/>.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Variables that are secrets, by the names in <see cref="AppVariables"/>; treated as secret even if not marked.</summary>
    public required IReadOnlyDictionary<string, Output<string>> Secrets { get; init; }

    /// <summary>
    /// PEM files, by the file names in <see cref="AppContract"/>, with the CA certificates that the application verifies servers with.
    /// </summary>
    public required IReadOnlyDictionary<string, Output<string>> Certificates { get; init; }

    /// <summary>Labels of the objects.</summary>
    public required ResourceLabels Labels { get; init; }
}
