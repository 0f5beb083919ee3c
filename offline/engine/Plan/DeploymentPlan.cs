namespace PmCrm.Preview.Plan;

/// <summary>
/// Everything that one run of a program asked for, with its secrets already removed. Readers (tree, JSON, diff and others) need nothing
/// else, and nothing here depends on the wire protocol.
/// </summary>
public sealed record DeploymentPlan
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>By full key; secrets are masked.</summary>
    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>
    /// In an order that depends only on the plan: parents and dependencies first, then by URN. The stack itself is first.
    /// </summary>
    public required IReadOnlyList<PlanResource> Resources { get; init; }

    /// <summary>The stack's outputs.</summary>
    public required PlanMap Outputs { get; init; }

    /// <summary>Warnings, errors and messages, in the order they came.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }
}

/// <summary>One resource of a plan.</summary>
public sealed record PlanResource
{
    public required string Urn { get; init; }

    /// <summary>The type token, for example <c>gcp:sql/databaseInstance:DatabaseInstance</c>.</summary>
    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>A provider manages it; false for components and the stack.</summary>
    public required bool IsCustom { get; init; }

    /// <summary>It exists already and is only read.</summary>
    public bool IsRead { get; init; }

    /// <summary>The parent's URN; null for the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>The provider that the program chose, as <c>urn::id</c>; null for the default provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The URN of that provider: its reference without the id.</summary>
    public string? ProviderUrn => Provider is null ? null : Plan.Urn.OfProvider(Provider);

    /// <summary>Null while unknown, and for components.</summary>
    public string? Id { get; init; }

    public required PlanMap Inputs { get; init; }

    public required PlanMap Outputs { get; init; }

    /// <summary>URNs, sorted.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>URNs by the property whose value needs them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> PropertyDependencies { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    public PlanOptions Options { get; init; } = new();

    /// <summary>The short form of the type: its last part, for example <c>DatabaseInstance</c>.</summary>
    public string ShortType => Type[(Type.LastIndexOf(':') + 1)..];

    /// <summary>The package that provides the type: the first part of its token.</summary>
    public string Package => IsProvider ? Type[ProviderPrefix.Length..] : Type[..Math.Max(0, Type.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>It is the configuration of a provider rather than something that a provider manages.</summary>
    public bool IsProvider => Type.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    public bool IsStack => Type == StackType;

    public const string ProviderPrefix = "pulumi:providers:";

    public const string StackType = "pulumi:pulumi:Stack";
}

/// <summary>The options that a resource was registered with.</summary>
public sealed record PlanOptions
{
    public bool Protect { get; init; }

    public bool RetainOnDelete { get; init; }

    /// <summary>Null when the program leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>The former URNs of the resource, those inherited from its parents included.</summary>
    public IReadOnlyList<PlanAlias> Aliases { get; init; } = [];

    /// <summary>Durations by operation: create, update, delete, read.</summary>
    public IReadOnlyDictionary<string, string> CustomTimeouts { get; init; } = new Dictionary<string, string>();

    public string? DeletedWith { get; init; }

    public IReadOnlyList<string> ReplaceWith { get; init; } = [];

    public string? ImportId { get; init; }

    /// <summary>A value whose change replaces the resource; null when there is none.</summary>
    public PlanValue? ReplacementTrigger { get; init; }

    public string? Version { get; init; }

    public string? PluginDownloadUrl { get; init; }

    /// <summary>The package, where the program said which plugin makes it; null where the type token says it.</summary>
    public PlanPackage? Package { get; init; }

    /// <summary>Providers handed to a component, by package.</summary>
    public IReadOnlyDictionary<string, string> Providers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A former URN of a resource.</summary>
/// <param name="Urn">The former URN.</param>
/// <param name="Condition">
/// What it depends on; null for one that always counts. Which former URN the parent has is only known over what is deployed.
/// </param>
public sealed record PlanAlias(string Urn, AliasCondition? Condition = null)
{
    public static implicit operator PlanAlias(string urn) => new(urn);
}

/// <summary>An alias counts only if another resource was found under a certain former URN.</summary>
/// <param name="Urn">The other resource.</param>
/// <param name="FormerUrn">Where the deployed one must have been found; null for its present URN, or not at all.</param>
public sealed record AliasCondition(string Urn, string? FormerUrn);

/// <summary>A package and the plugin that makes it, as the Terraform bridge makes one of each Terraform provider.</summary>
public sealed record PlanPackage(string Name, string Version, string Plugin, string PluginVersion)
{
    public override string ToString() => Name == Plugin ? $"{Name} {Version}" : $"{Name} {Version} by {Plugin} {PluginVersion}";
}

public enum Severity
{
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>Something said during a run.</summary>
/// <param name="Message">Free of secrets.</param>
/// <param name="Urn">The resource it is about, if any.</param>
public sealed record Diagnostic(Severity Severity, string Message, string? Urn = null);
