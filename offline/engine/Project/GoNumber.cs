using System.Globalization;

namespace PmCrm.Preview.Project;

/// <summary>Floating-point numbers as Go prints them: the shortest digits that mean the number, in Go's choice of notation.</summary>
internal static class GoNumber
{
    /// <summary>As <c>encoding/json</c> does: an exponent below 1e-6 and from 1e21 on.</summary>
    /// <param name="value">A finite number.</param>
    public static string Json(double value)
    {
        if (value == 0)
            return "0";
        var size = Math.Abs(value);
        return Format(value, size is < 1e-6 or >= 1e21, exponentDigits: 1);
    }

    /// <summary>
    /// As <c>%v</c> does: an exponent below 1e-4 and from 1e6 on. A zero has no sign, since the CLI reads <c>-0</c> again, as an integer.
    /// </summary>
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN"
                : value > 0 ? "+Inf"
                : "-Inf";
        if (value == 0)
            return "0";
        var exponent = Digits(value).Exponent;
        return Format(value, exponent is < -4 or >= 6, exponentDigits: 2);
    }

    private static string Format(double value, bool withExponent, int exponentDigits)
    {
        var (digits, exponent) = Digits(value);
        var sign = double.IsNegative(value) ? "-" : "";
        if (withExponent)
        {
            var rest = digits.Length > 1 ? $".{digits[1..]}" : "";
            var power = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(exponentDigits, '0');
            return $"{sign}{digits[0]}{rest}e{(exponent < 0 ? '-' : '+')}{power}";
        }
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        return digits.Length > exponent + 1 ? $"{sign}{whole}.{digits[(exponent + 1)..]}" : sign + whole;
    }

    // The shortest digits, and the power of ten of the first one. .NET writes 123.45, 0.0012 or 1.2E-07.
    private static (string Digits, int Exponent) Digits(double value)
    {
        var parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent + (point < 0 ? digits.Length : point) - 1 - zeros);
    }
}
