using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>An enumeration of strings as generated providers have it.</summary>
[EnumType]
public readonly struct Size : IEquatable<Size>
{
    private readonly string _value;

    private Size(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    public static Size Small { get; } = new("small");

    public static Size Large { get; } = new("large-size");

    public static bool operator ==(Size left, Size right) => left.Equals(right);

    public static bool operator !=(Size left, Size right) => !left.Equals(right);

    public static explicit operator string(Size value) => value._value;

    public override bool Equals(object? obj) => obj is Size other && Equals(other);

    public bool Equals(Size other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _value;
}

/// <summary>A C# enum, which crosses the wire as its number.</summary>
public enum Stage
{
    First = 1,
    Second = 2,
}
