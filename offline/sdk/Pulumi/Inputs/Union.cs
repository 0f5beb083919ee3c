using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>A <see cref="Union{T0, T1}"/> whose type arguments are not known at compile time.</summary>
internal interface IUnion
{
    object Value { get; }
}

/// <summary>One of two types. Its default is the first type's default.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly T0? first;
    private readonly T1? second;
    private readonly bool isSecond;

    private Union(T0? first, T1? second, bool isSecond)
    {
        this.first = first;
        this.second = second;
        this.isSecond = isSecond;
    }

    public bool IsT0 => !isSecond;

    public bool IsT1 => isSecond;

    /// <exception cref="InvalidOperationException">If the value is of the second type.</exception>
    public T0 AsT0 => IsT0 ? first! : throw new InvalidOperationException($"The union holds a {typeof(T1)}, not a {typeof(T0)}.");

    /// <exception cref="InvalidOperationException">If the value is of the first type.</exception>
    public T1 AsT1 => IsT1 ? second! : throw new InvalidOperationException($"The union holds a {typeof(T0)}, not a {typeof(T1)}.");

    public object Value => isSecond ? second! : first!;

    public static Union<T0, T1> FromT0(T0 input) => new(input, default, isSecond: false);

    public static Union<T0, T1> FromT1(T1 input) => new(default, input, isSecond: true);

    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => isSecond ? f1(second!) : f0(first!);

    public void Switch(Action<T0> f0, Action<T1> f1)
    {
        if (isSecond)
            f1(second!);
        else
            f0(first!);
    }

    public Union<TResult, T1> MapT0<TResult>(Func<T0, TResult> mapFunc) =>
        isSecond ? Union<TResult, T1>.FromT1(second!) : Union<TResult, T1>.FromT0(mapFunc(first!));

    public Union<T0, TResult> MapT1<TResult>(Func<T1, TResult> mapFunc) =>
        isSecond ? Union<T0, TResult>.FromT1(mapFunc(second!)) : Union<T0, TResult>.FromT0(first!);

    public Union<TResult0, TResult1> Bimap<TResult0, TResult1>(Func<T0, TResult0> mapFunc0, Func<T1, TResult1> mapFunc1) =>
        isSecond ? Union<TResult0, TResult1>.FromT1(mapFunc1(second!)) : Union<TResult0, TResult1>.FromT0(mapFunc0(first!));

    public bool TryPickT0(out T0 value, out T1 remainder)
    {
        value = first!;
        remainder = second!;
        return IsT0;
    }

    public bool TryPickT1(out T1 value, out T0 remainder)
    {
        value = second!;
        remainder = first!;
        return IsT1;
    }

    public bool Equals(Union<T0, T1> other) => isSecond == other.isSecond && Equals(Value, other.Value);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Union<T0, T1> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(isSecond, Value);

    public override string ToString() => $"{(isSecond ? typeof(T1) : typeof(T0)).FullName}: {Value}";

    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    public static implicit operator Union<T0, T1>(T0 t) => FromT0(t);

    public static implicit operator Union<T0, T1>(T1 t) => FromT1(t);
}
