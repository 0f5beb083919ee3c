using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>Lets the SDK rebuild a <see cref="Thing"/> from a reference, as each provider package's attribute does.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SampleResourceTypeAttribute(string type) : ResourceTypeAttribute(type, "");
