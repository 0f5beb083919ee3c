using System;
using System.Globalization;

namespace Pulumi.Standin;

/// <summary>Defaults that a provider's arguments take from the environment: the first of the variables that is set.</summary>
internal static class FromEnvironment
{
    internal static string? String(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                return value;
        }

        return null;
    }

    /// <returns>Null also if the value is not one of the accepted words, which are those of the providers.</returns>
    internal static bool? Boolean(params ReadOnlySpan<string> names) =>
        String(names) switch
        {
            "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
            "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
            _ => null,
        };

    /// <returns>Null also if the value is not a whole number.</returns>
    internal static int? Int32(params ReadOnlySpan<string> names) =>
        int.TryParse(String(names), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <returns>Null also if the value is not a number.</returns>
    internal static double? Double(params ReadOnlySpan<string> names) =>
        double.TryParse(String(names), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
