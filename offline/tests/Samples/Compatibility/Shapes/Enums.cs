using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>An enumeration of strings as generated providers have it.</summary>
[EnumType]
public readonly struct Size : IEquatable<Size>
{
    private readonly string value;

    private Size(string value) => this.value = value ?? throw new ArgumentNullException(nameof(value));

    public static Size Small { get; } = new("small");

    public static Size Large { get; } = new("large-size");

    public static bool operator ==(Size left, Size right) => left.Equals(right);

    public static bool operator !=(Size left, Size right) => !left.Equals(right);

    public static explicit operator string(Size value) => value.value;

    public override bool Equals(object? obj) => obj is Size other && Equals(other);

    public bool Equals(Size other) => string.Equals(this.value, other.value, StringComparison.Ordinal);

    public override int GetHashCode() => this.value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => this.value;
}

/// <summary>A C# enum, which is sent as its number.</summary>
public enum Stage
{
    First = 1,
    Second = 2,
}
