using CsCheck;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Generators of one value out of a list.</summary>
internal static class Choice
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
