using PmCrm.Contract;

namespace PmCrm.Components.Hosting;

/// <summary>The settings of the stack for a platform's own file, without the values of secrets.</summary>
/// <param name="PhysicalName">Name of the project, and prefix of its services' names.</param>
/// <param name="Image">The application's image by digest.</param>
/// <param name="Host">Host name of the backend.</param>
/// <param name="Plain">Variables that are no secrets.</param>
/// <param name="SecretNames">Names of the variables that are secrets.</param>
public sealed record HostingFileSettings(
    string PhysicalName,
    string Image,
    string Host,
    IReadOnlyDictionary<string, string> Plain,
    IReadOnlyCollection<string> SecretNames
)
{
    /// <summary>Whether the image is private: the file then names the credential <see cref="PhysicalName"/>.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Render's plan of the backend, as <see cref="RenderBackend.Plans"/> has it.</summary>
    public string Plan { get; init; } = "standard";

    /// <summary>Render's plan of the worker.</summary>
    public string WorkerPlan { get; init; } = "starter";

    /// <summary>Instances that serve the API.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>The variables that a process reads: the value, or null for a secret.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> VariablesOf(AppProcess process) =>
        from variable in AppVariables.All
        where (variable.ReadBy & process) != 0
        let isPlain = Plain.ContainsKey(variable.Name)
        where isPlain || SecretNames.Contains(variable.Name)
        select KeyValuePair.Create(variable.Name, isPlain ? Plain[variable.Name] : null);
}
