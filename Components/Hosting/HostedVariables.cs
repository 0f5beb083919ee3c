using PmCrm.Contract;
using Pulumi;

namespace PmCrm.Components.Hosting;

/// <summary>The variables of the application for a platform that has no secret store: each process gets only what it reads.</summary>
public sealed class HostedVariables
{
    private readonly Dictionary<string, Output<string>> values = [];

    /// <summary>Joins variables and secrets.</summary>
    /// <param name="variables">Variables that are no secrets, by the names in <see cref="AppVariables"/>.</param>
    /// <param name="secrets">Variables that are secrets; treated as secret even if not marked.</param>
    /// <exception cref="ArgumentException">A secret is among the plain variables or the reverse, or the application does not know a
    /// variable.</exception>
    public HostedVariables(IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, Output<string>> secrets)
    {
        var known = AppVariables.All.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        var problems = variables
            .Keys.Concat(secrets.Keys)
            .Where(name => !known.Contains(name))
            .Select(name => $"{name}: not a variable of the application.")
            .Concat(variables.Keys.Where(AppVariables.Secret.Contains).Select(name => $"{name}: accepted only among the secrets."))
            .Concat(
                secrets
                    .Keys.Where(name => known.Contains(name) && !AppVariables.Secret.Contains(name))
                    .Select(name => $"{name}: accepted only among the variables.")
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(variables));
        foreach (var (name, value) in variables)
            this.values[name] = Output.Create(value);
        foreach (var (name, value) in secrets)
            this.values[name] = Output.CreateSecret(value);
    }

    /// <summary>
    /// The variables of a process. A secret is given only to the process that reads it, as the platform has no secret store.
    /// </summary>
    /// <param name="process">One process, or several that share a service.</param>
    /// <param name="command">What the image runs when it is started without arguments; null: it serves the API.</param>
    /// <exception cref="ArgumentException">A variable is missing without which the process does not start.</exception>
    public IReadOnlyDictionary<string, Output<string>> For(AppProcess process, string? command = null)
    {
        var missing = AppVariables
            .All.Where(variable => (variable.RequiredBy & process) != 0 && !this.values.ContainsKey(variable.Name))
            .Select(variable => variable.Name)
            .ToList();
        if (missing.Count > 0)
            throw new ArgumentException($"{string.Join(", ", missing)}: required by {process}, but not set.", nameof(process));
        var told = AppVariables
            .All.Where(variable => (variable.ReadBy & process) != 0 && this.values.ContainsKey(variable.Name))
            .ToDictionary(variable => variable.Name, variable => this.values[variable.Name]);
        if (command is not null)
            told[AppVariables.AppCommand] = Output.Create(command);
        return told;
    }
}
