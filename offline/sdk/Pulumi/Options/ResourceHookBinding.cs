namespace Pulumi;

/// <summary>The hooks of a resource, by the step that they belong to.</summary>
public class ResourceHookBinding
{
    public List<ResourceHook> BeforeCreate { get; set; } = [];

    public List<ResourceHook> AfterCreate { get; set; } = [];

    public List<ResourceHook> BeforeUpdate { get; set; } = [];

    public List<ResourceHook> AfterUpdate { get; set; } = [];

    /// <summary>For deletion hooks, the engine needs the program to run: <c>pulumi destroy --run-program</c>.</summary>
    public List<ResourceHook> BeforeDelete { get; set; } = [];

    /// <inheritdoc cref="BeforeDelete"/>
    public List<ResourceHook> AfterDelete { get; set; } = [];

    /// <summary>Called when an operation fails; each decides whether to retry it.</summary>
    public List<ErrorHook> OnError { get; set; } = [];

    public bool IsEmpty =>
        BeforeCreate.Count
            + AfterCreate.Count
            + BeforeUpdate.Count
            + AfterUpdate.Count
            + BeforeDelete.Count
            + AfterDelete.Count
            + OnError.Count
        == 0;

    /// <summary>A copy whose lists can be changed without changing this one's.</summary>
    public ResourceHookBinding Clone() => Concat(new ResourceHookBinding());

    /// <summary>A new binding: this one's hooks of each step, then the other's.</summary>
    public ResourceHookBinding Concat(ResourceHookBinding other) =>
        new()
        {
            BeforeCreate = [.. BeforeCreate, .. other.BeforeCreate],
            AfterCreate = [.. AfterCreate, .. other.AfterCreate],
            BeforeUpdate = [.. BeforeUpdate, .. other.BeforeUpdate],
            AfterUpdate = [.. AfterUpdate, .. other.AfterUpdate],
            BeforeDelete = [.. BeforeDelete, .. other.BeforeDelete],
            AfterDelete = [.. AfterDelete, .. other.AfterDelete],
            OnError = [.. OnError, .. other.OnError],
        };
}
