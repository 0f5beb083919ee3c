using Google.Protobuf;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Preview.Engine;

/// <summary>One run of a program under the preview engine.</summary>
public sealed record RunRequest
{
    public required ProgramCommand Command { get; init; }

    public required string Project { get; init; }

    public required string Stack { get; init; }

    public string Organization { get; init; } = "organization";

    /// <summary>The folder of Pulumi.yaml.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>By full key, <c>namespace:name</c>.</summary>
    public IReadOnlyDictionary<string, ConfigEntry> Config { get; init; } = new Dictionary<string, ConfigEntry>();

    /// <summary>
    /// The URNs that resources had in an earlier run, by URN. A resource that an alias keeps after it is renamed also keeps its id and all
    /// values that the provider computed.
    /// </summary>
    public IReadOnlyDictionary<string, string> FormerUrns { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The deployed state. New and replaced resources then have no computed values yet, and all others keep theirs, as in a preview of a
    /// deployed stack. Null to give every resource simulated values.
    /// </summary>
    public IPriorState? Prior { get; init; }

    /// <summary>Leave computed values unknown, as a real first preview does, instead of simulating them.</summary>
    public bool Unknowns { get; init; }

    /// <summary>Tell the program that this is a preview. A program may check this; if false, it behaves as in a deployment.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>When it has passed, the program is stopped and the run has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Keep the stack traces in the program's error messages.</summary>
    public bool Verbose { get; init; }

    /// <summary>
    /// Environment variables for the program beside the protocol's own, for example to make a run repeatable.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>A request as the program sent it, secrets and all. It must not leave the process unmasked.</summary>
/// <param name="Method">The method's name, for example <c>RegisterResource</c>.</param>
public sealed record RecordedRequest(string Method, IMessage Message);

/// <summary>The result of a run.</summary>
public sealed record RunResult
{
    /// <summary>What the program asked for; only partly so when <see cref="Failed"/>.</summary>
    public required DeploymentPlan Plan { get; init; }

    /// <summary>Every request in the order of arrival, which differs between runs, because a program sends in parallel.</summary>
    public required IReadOnlyList<RecordedRequest> Requests { get; init; }

    /// <summary>Takes this run's secrets out of texts that are made from <see cref="Requests"/>.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>The program's exit code; null when it had to be stopped.</summary>
    public required int? ExitCode { get; init; }

    public IReadOnlyList<Diagnostic> Diagnostics => Plan.Diagnostics;

    /// <summary>True when anything went wrong; then at least one diagnostic is an error.</summary>
    public bool Failed => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}
