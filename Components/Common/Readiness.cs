using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>Makes waiting part of a value, so that whoever uses the value cannot forget to wait.</summary>
public static class Readiness
{
    /// <summary>The value, known only once the resources exist.</summary>
    /// <param name="value">What a component hands out.</param>
    /// <param name="resources">What must exist before anybody can make use of it.</param>
    public static Output<T> KnownAfter<T>(this Output<T> value, IEnumerable<CustomResource> resources)
        => Output.Tuple(value, Output.All(resources.Select(resource => resource.Id).ToList())).Apply(known => known.Item1);
}
