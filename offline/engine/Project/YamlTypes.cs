using System.Globalization;
using System.Text;

namespace PmCrm.Preview.Project;

/// <summary>
/// The type of a YAML scalar, as gopkg.in/yaml.v3 resolves it (resolve.go): the rules of YAML 1.1 for numbers and of YAML 1.2 for
/// booleans. The Pulumi CLI reads its files with that library.
/// </summary>
internal static class YamlTypes
{
    private const string StandardPrefix = "tag:yaml.org,2002:";

    /// <summary><c>tag:yaml.org,2002:int</c> is <c>!!int</c>; other tags stay.</summary>
    public static string ShortTag(string tag) =>
        tag.StartsWith(StandardPrefix, StringComparison.Ordinal) ? "!!" + tag[StandardPrefix.Length..] : tag;

    /// <exception cref="PreviewException">The tag contradicts the text, for example <c>!!int abc</c>.</exception>
    public static ConfigValue Resolve(YamlScalar scalar)
    {
        var text = scalar.Text;
        return scalar.Tag switch
        {
            "" or "!" => scalar.IsQuoted ? new ConfigValue.Text(text) : ResolvePlain(text, allowTime: true),
            "!!binary" => new ConfigValue.Text(FromBase64(scalar)),
            "!!bool" => ResolvePlain(text, allowTime: false) as ConfigValue.Bool ?? throw Contradiction(scalar),
            "!!int" => ResolvePlain(text, allowTime: false) as ConfigValue.Whole ?? throw Contradiction(scalar),
            "!!null" => ResolvePlain(text, allowTime: false) as ConfigValue.Null ?? throw Contradiction(scalar),
            "!!timestamp" => ResolvePlain(text, allowTime: true) as ConfigValue.Time ?? throw Contradiction(scalar),
            "!!float" => ResolvePlain(text, allowTime: false) switch
            {
                ConfigValue.Real real => real,
                ConfigValue.Whole { Value: <= long.MaxValue } whole => new ConfigValue.Real((double)whole.Value),
                _ => throw Contradiction(scalar),
            },
            // "!!str", and tags that yaml.v3 does not know.
            _ => new ConfigValue.Text(text),
        };
    }

    /// <summary>A mapping's key, printed as Go's <c>%v</c> prints it.</summary>
    public static string KeyText(YamlScalar key) =>
        Resolve(key) switch
        {
            ConfigValue.Text text => text.Value,
            ConfigValue.Null => "<nil>",
            ConfigValue.Real real => GoNumber.Shortest(real.Value),
            var other => other.Encode(),
        };

    private static PreviewException Contradiction(YamlScalar scalar) =>
        PreviewException.Usage($"{scalar.Position}: '{scalar.Text}' cannot be read as {scalar.Tag}");

    private static ConfigValue ResolvePlain(string text, bool allowTime) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new ConfigValue.Null(),
            "true" or "True" or "TRUE" => new ConfigValue.Bool(true),
            "false" or "False" or "FALSE" => new ConfigValue.Bool(false),
            ".nan" or ".NaN" or ".NAN" => new ConfigValue.Real(double.NaN),
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => new ConfigValue.Real(double.PositiveInfinity),
            "-.inf" or "-.Inf" or "-.INF" => new ConfigValue.Real(double.NegativeInfinity),
            ['.', ..] => (ConfigValue?)ResolveReal(text) ?? new ConfigValue.Text(text),
            [(>= '0' and <= '9') or '+' or '-', ..] => ResolveNumber(text, allowTime),
            _ => new ConfigValue.Text(text),
        };

    private static ConfigValue ResolveNumber(string text, bool allowTime)
    {
        if (allowTime && YamlTime.TryParse(text) is { } time)
            return new ConfigValue.Time(time);
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        ConfigValue? number = ResolveWhole(digits);
        number ??= ResolveReal(digits);
        number ??= ResolveSignedDigits(digits);
        return number ?? new ConfigValue.Text(text);
    }

    // Go's ParseInt and ParseUint with base 0: 0x, 0o, 0b, and a leading zero for octal.
    private static ConfigValue.Whole? ResolveWhole(string digits)
    {
        var negative = digits.StartsWith('-');
        var signed = negative || digits.StartsWith('+');
        var rest = signed ? digits[1..] : digits;
        var (radix, number) = rest switch
        {
            ['0', 'x' or 'X', ..] => (16, rest[2..]),
            ['0', 'o' or 'O', ..] => (8, rest[2..]),
            ['0', 'b' or 'B', ..] => (2, rest[2..]),
            ['0', _, ..] => (8, rest[1..]),
            _ => (10, rest),
        };
        if (ParseDigits(number, radix) is not { } value)
            return null;
        decimal max =
            negative ? (decimal)long.MaxValue + 1
            : signed ? long.MaxValue
            : ulong.MaxValue;
        return value <= max ? new ConfigValue.Whole(negative ? -value : value) : null;
    }

    // yaml.v3 then cuts "0b" or "0o" off and parses what remains, so a sign may follow: 0b-1 is -1.
    private static ConfigValue.Whole? ResolveSignedDigits(string digits)
    {
        var radix = digits switch
        {
            ['0', 'b', '+' or '-', ..] => 2,
            ['0', 'o', '+' or '-', ..] => 8,
            _ => 0,
        };
        if (radix == 0 || ParseDigits(digits[3..], radix) is not { } value)
            return null;
        var negative = digits[2] == '-';
        return value <= (decimal)long.MaxValue + (negative ? 1 : 0) ? new ConfigValue.Whole(negative ? -value : value) : null;
    }

    private static decimal? ParseDigits(string digits, int radix)
    {
        if (digits.Length == 0)
            return null;
        decimal value = 0;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (number >= radix)
                return null;
            value = value * radix + number;
            if (value > ulong.MaxValue)
                return null;
        }
        return value;
    }

    // The pattern of resolve.go: [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
    private static ConfigValue.Real? ResolveReal(string text)
    {
        var at = text[0] is '+' or '-' ? 1 : 0;
        var whole = SkipDigits(text, ref at);
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = SkipDigits(text, ref at);
        }
        if (whole + fraction == 0)
            return null;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
                at++;
            if (SkipDigits(text, ref at) == 0)
                return null;
        }
        if (at != text.Length)
            return null;
        // For a number out of range, Go reports an error and .NET returns infinity.
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new ConfigValue.Real(value) : null;
    }

    private static int SkipDigits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    private static string FromBase64(YamlScalar scalar)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return strict.GetString(Convert.FromBase64String(scalar.Text));
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException)
        {
            throw PreviewException.Usage($"{scalar.Position}: !!binary must be the base64 of a text in UTF-8", error);
        }
    }
}
