namespace PmCrm.Sdk.Generator;

/// <summary>One property of a type, with everything that its C# form depends on.</summary>
/// <param name="Wire">Its name on the wire.</param>
/// <param name="Name">Its C# name.</param>
internal sealed record Property(string Wire, string Name, PropertyType Type, bool Optional, bool Deprecated, bool IsDouble)
{
    internal bool Secret { get; init; }

    internal bool Json { get; init; }

    /// <summary>The C# expression that the constructor assigns, if any.</summary>
    internal string? Default { get; init; }

    internal string Field => $"_{char.ToLowerInvariant(Name[0])}{Name[1..]}";
}
