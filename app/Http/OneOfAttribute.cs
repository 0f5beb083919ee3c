using System.ComponentModel.DataAnnotations;

namespace PmCrm.App.Http;

/// <summary>
/// Accepts null and the listed texts, in this case only; the OpenAPI document shows them as an enum. The framework's own attributes do not
/// do that: <see cref="RegularExpressionAttribute"/> accepts the empty text whatever the pattern is, and
/// <see cref="AllowedValuesAttribute"/> refuses null and does not say what it accepts (dotnet/runtime,
/// System.ComponentModel.Annotations: IsValid of both).
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] values) : ValidationAttribute
{
    public IReadOnlyList<string> Values => values;

    public override bool IsValid(object? value) => value is null || (value is string text && Array.IndexOf(values, text) >= 0);

    public override string FormatErrorMessage(string name) => $"must be one of: {string.Join(", ", values)}";
}
