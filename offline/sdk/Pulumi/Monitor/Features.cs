namespace Pulumi;

/// <summary>The optional features of an engine, by the protocol's names.</summary>
internal static class Features
{
    public const string ResourceReferences = "resourceReferences";
    public const string OutputValues = "outputValues";
    public const string AliasSpecs = "aliasSpecs";
    public const string DeletedWith = "deletedWith";
    public const string ReplaceWith = "replaceWith";
    public const string Transforms = "transforms";
    public const string InvokeTransforms = "invokeTransforms";
    public const string Parameterization = "parameterization";
    public const string ResourceHooks = "resourceHooks";
}
