using System.Text.RegularExpressions;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>
/// The requests that the engine refuses before it looks at anything else (pulumi/pulumi, pkg/resource/deploy/source_eval.go and
/// step_generator.go). A preview that accepted one would show a deployment that fails.
/// </summary>
internal static partial class RequestChecks
{
    private const string UrnForm = "urn:pulumi:<stack>::<project>::<type>::<name>";

    /// <summary>What is wrong with the registration; null when nothing is.</summary>
    /// <param name="request">The request after transforms.</param>
    /// <param name="isRegistered">Whether a URN is registered already.</param>
    public static string? Problem(RegisterResourceRequest request, Func<string, bool> isRegistered)
    {
        var isProvider = request.Type.StartsWith(PlanResource.ProviderPrefix, StringComparison.Ordinal);
        return (request.Custom || request.Remote ? TypeProblem(request.Type) : null)
            ?? ParentProblem(request.Parent, isRegistered)
            ?? UrnsProblem("dependency", request.Dependencies)
            ?? request
                .PropertyDependencies.Select(entry => UrnsProblem($"dependency of '{entry.Key}'", entry.Value.Urns))
                .FirstOrDefault(IsThere)
            ?? UrnsProblem("alias", request.AliasURNs)
            ?? request.Aliases.Select(AliasProblem).FirstOrDefault(IsThere)
            ?? UrnsProblem("deletedWith", request.DeletedWith.Length == 0 ? [] : [request.DeletedWith])
            ?? ProviderProblem(request.Provider, isRegistered)
            ?? request
                .HideDiffs.Where(path => PropertyPath.TryParse(path) is null)
                .Select(path => $"hideDiffs has '{path}', which is not a property path")
                .FirstOrDefault()
            ?? TimeoutProblem(request.CustomTimeouts)
            // Nothing loads a plugin for a component of the program itself.
            ?? (request.Custom || request.Remote ? VersionProblem(request.Version) : null)
            ?? (request.EnvVarMappings.Count > 0 && !isProvider ? "envVarMappings is for providers only" : null);
    }

    /// <summary>What is wrong with the request to read a resource; null when nothing is.</summary>
    /// <inheritdoc cref="Problem(RegisterResourceRequest, Func{string, bool})"/>
    public static string? Problem(ReadResourceRequest request, Func<string, bool> isRegistered) =>
        TypeProblem(request.Type)
        ?? ParentProblem(request.Parent, isRegistered)
        ?? UrnsProblem("dependency", request.Dependencies)
        ?? ProviderProblem(request.Provider, isRegistered)
        ?? VersionProblem(request.Version)
        ?? (request.Id.Length == 0 ? "it has no id: a resource is read by its id" : null);

    private static string? TypeProblem(string type) =>
        type.Split(':') is { Length: >= 3 }
            ? null
            : $"'{type}' is not a type: it has the form package:module:Type, for example gcp:storage/bucket:Bucket";

    private static string? ParentProblem(string parent, Func<string, bool> isRegistered) =>
        parent.Length == 0
            ? null
            : UrnsProblem("parent", [parent]) ?? (isRegistered(parent) ? null : $"its parent '{parent}' is not registered");

    private static string? ProviderProblem(string provider, Func<string, bool> isRegistered)
    {
        if (provider.Length == 0)
            return null;
        var urn = Urn.OfProvider(provider);
        if (!IsUrn(urn) || !Urn.Type(urn).StartsWith(PlanResource.ProviderPrefix, StringComparison.Ordinal))
            return $"its provider '{provider}' is not a reference: it has the form {UrnForm}::<id> with a type pulumi:providers:<package>";
        return isRegistered(urn) ? null : $"its provider '{urn}' is not registered";
    }

    private static string? AliasProblem(Alias alias) =>
        alias.AliasCase switch
        {
            Alias.AliasOneofCase.Urn => UrnsProblem("alias", [alias.Urn]),
            Alias.AliasOneofCase.Spec
                when alias.Spec.ParentCase == Alias.Types.Spec.ParentOneofCase.ParentUrn && alias.Spec.ParentUrn.Length > 0 => UrnsProblem(
                "alias's parent",
                [alias.Spec.ParentUrn]
            ),
            _ => null,
        };

    private static string? TimeoutProblem(RegisterResourceRequest.Types.CustomTimeouts? timeouts) =>
        timeouts is null
            ? null
            : new[] { timeouts.Create, timeouts.Update, timeouts.Delete, timeouts.Read }
                .Where(timeout => timeout.Length > 0 && !Duration().IsMatch(timeout))
                .Select(timeout => $"a timeout is '{timeout}', which is not a duration such as 1h30m or 90s")
                .FirstOrDefault();

    public static bool IsVersion(string text) => Version().IsMatch(text);

    private static string? VersionProblem(string version) =>
        version.Length == 0 || IsVersion(version) ? null : $"its provider's version is '{version}', which is not a version such as 4.21.1";

    private static string? UrnsProblem(string what, IEnumerable<string> urns) =>
        urns.Where(urn => !IsUrn(urn)).Select(urn => $"its {what} '{urn}' is not a URN: it has the form {UrnForm}").FirstOrDefault();

    private static bool IsUrn(string text) => text.StartsWith(Urn.Prefix, StringComparison.Ordinal) && text.Split("::").Length >= 4;

    private static bool IsThere(string? problem) => problem is not null;

    // The syntax of Go's time.ParseDuration.
    [GeneratedRegex(@"^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)\z")]
    private static partial Regex Duration();

    // Semantic versions, as blang/semver parses them: no leading zeros in numbers, and no empty identifiers.
    [GeneratedRegex(
        @"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}"
            + @"(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?"
            + @"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?\z"
    )]
    private static partial Regex Version();
}
