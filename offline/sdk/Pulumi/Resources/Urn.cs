using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>The engine's name for a resource: <c>urn:pulumi:stack::project::parentType$type::name</c>.</summary>
public readonly struct Urn : IEquatable<Urn>
{
    private readonly string value;

    /// <exception cref="ArgumentException">If the value is null or empty.</exception>
    public Urn(string value)
    {
        // Null is no ArgumentNullException in the official SDK (Urn.cs).
        if (string.IsNullOrEmpty(value))
            throw new ArgumentException("A URN is empty.", nameof(value));
        this.value = value;
    }

    public static implicit operator string(Urn value) => value.value;

    public static bool operator ==(Urn left, Urn right) => left.Equals(right);

    public static bool operator !=(Urn left, Urn right) => !left.Equals(right);

    /// <summary>Builds a URN; stack and project are the run's, unless they are given or the parent's URN has them.</summary>
    /// <exception cref="ArgumentException">If both a parent and a parent's URN are given.</exception>
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null
    )
    {
        if (parent != null && parentUrn != null)
            throw new ArgumentException("A URN takes a parent or a parent's URN, not both.");

        var above = parent?.Urn ?? parentUrn?.ToOutput();
        var prefix = above?.Apply(urn => $"{urn[..urn.LastIndexOf("::", StringComparison.Ordinal)]}$")
            ?? Output.Format($"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }

    public bool Equals(Urn other) => string.Equals(value, other.value, StringComparison.Ordinal);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Urn other && Equals(other);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => value;
}
