using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Diff.Rules;

/// <summary>What a provider does about a change of a property.</summary>
internal enum Effect
{
    Update,
    Replace,

    /// <summary>The value in the cloud does not change.</summary>
    None,
}

/// <summary>One line of a table: how a provider handles a change of one property. README.md has the words.</summary>
/// <param name="When">Which changes replace the resource; empty when none does.</param>
/// <param name="Where">A further condition; empty for none.</param>
/// <param name="Removed">What leaving the property out does; empty when it is a change like any other.</param>
internal sealed record ProviderRule(PropertyPath Property, string When, string Where, string Removed)
{
    /// <param name="change">The change of the property, with the inputs of both sides.</param>
    public Effect Judge(RuleInput change)
    {
        if (change.New is null)
            switch (Removed)
            {
                case "stays":
                    return When == "not promoted" && change.IsPromotion ? Effect.Update : Effect.None;
                case "update":
                    return Effect.Update;
                case "replace" when change.Old is not null:
                    return Effect.Replace;
            }
        if (When == "never")
            return Effect.None;
        return Applies(change) && RuleConditions.Holds(Where, change) ? Effect.Replace : Effect.Update;
    }

    private bool Applies(RuleInput change) =>
        When switch
        {
            "" => false,
            "changed" => true,
            "added or removed" => change.Old is null
                || change.New is null or PlanUnknown
                || RuleConditions.Count(change.Old) != RuleConditions.Count(change.New),
            "removed" => change.New is null or PlanText { Text: "" },
            "turned off" => change is { Old: PlanBool { Value: true }, New: null or PlanBool { Value: false } },
            "smaller" => change is { Old: PlanNumber old, New: PlanNumber @new } && @new.Value < old.Value,
            "lower" => RuleConditions.IsLower(change.Old, change.New),
            "not contained" => change.Old is not null && !RuleConditions.Contains(change.New, change.Old),
            "element removed" => RuleConditions.LosesElement(change.Old, change.New),
            "not promoted" => !change.IsDemotion,
            "address alone" => change.IsAddressAlone,
            "not moved" => !change.IsMovedScript,
            _ => throw new InvalidOperationException($"a rule of '{Property}' has an unknown condition: '{When}'"),
        };
}

/// <summary>A change as a rule sees it.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Old">The property's value before; null when it was not set.</param>
/// <param name="New">And after.</param>
internal sealed record RuleInput(PropertyPath At, PlanValue? Old, PlanValue? New, PlanMap OldInputs, PlanMap NewInputs, PlanMap? Provider)
{
    private const string Interfaces = "networkInterfaces";
    private const string Script = "metadataStartupScript";

    // A replica of Cloud SQL that becomes a primary, and the other way round in a switchover.
    public bool IsPromotion => Became("READ_REPLICA_INSTANCE", "CLOUD_SQL_INSTANCE") && NewInputs["replicaConfiguration"] is null;

    public bool IsDemotion => Became("CLOUD_SQL_INSTANCE", "READ_REPLICA_INSTANCE") && NewInputs["replicaConfiguration"] is not null;

    // compute/resource_compute_instance.go, forceNewIfNetworkIPNotUpdatableFunc: an address can change only together with its network. The
    // function does not run when an interface is added or removed.
    public bool IsAddressAlone =>
        New is not (null or PlanText { Text: "" })
        && RuleConditions.Count(OldInputs[Interfaces]) == RuleConditions.Count(NewInputs[Interfaces])
        && IsSameBeside("network")
        && IsSameBeside("subnetwork")
        && PlanValue.Same(Beside(OldInputs, "subnetworkProject"), Beside(NewInputs, "subnetworkProject"));

    // compute/resource_compute_instance.go, isGracefulMetadataStartupSwitch: the same script, moved into the metadata or out of it.
    public bool IsMovedScript =>
        (Text(OldInputs[Script]), Text(NewInputs[Script])) switch
        {
            ("", { Length: > 0 } added) => added == ScriptInMetadata(OldInputs),
            ({ Length: > 0 } removed, "") => removed == ScriptInMetadata(NewInputs),
            _ => false,
        };

    private bool IsSameBeside(string key) => RuleConditions.IsSameLink(Beside(OldInputs, key), Beside(NewInputs, key));

    private PlanValue? Beside(PlanMap inputs, string key) => inputs.At(At.To(At.Steps.Count - 1).Child(key));

    private static string? Text(PlanValue? value) => value is null ? "" : (value as PlanText)?.Text;

    private static string? ScriptInMetadata(PlanMap inputs) =>
        (inputs["metadata"] as PlanMap)?["startup-script"] is PlanText one ? one.Text : null;

    private bool Became(string from, string to) =>
        OldInputs["instanceType"] is PlanText before
        && before.Text == from
        && NewInputs["instanceType"] is PlanText after
        && after.Text == to;
}
