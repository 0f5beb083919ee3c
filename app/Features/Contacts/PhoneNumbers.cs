using System.Text;

namespace PmCrm.App.Features.Contacts;

/// <summary>Compares phone numbers, however they are written.</summary>
public static class PhoneNumbers
{
    /// <summary>
    /// The digits, with + for an international number (00 means the same) and the extension separated: "0049 (30) 123-45 ext. 6" is
    /// "+493012345x6". A national number stays national, because its country is unknown.
    /// </summary>
    public static string Normalise(string number)
    {
        var extension = number.IndexOfAny(['e', 'E', 'x', 'X', ',', ';', '#']);
        var main = Digits(extension < 0 ? number : number.AsSpan(0, extension));
        var rest = extension < 0 ? "" : Digits(number.AsSpan(extension));
        if (number.AsSpan().TrimStart(" (").StartsWith("+"))
            main = $"+{main}";
        else if (main.StartsWith("00", StringComparison.Ordinal))
            main = $"+{main.AsSpan(2)}";
        return rest.Length == 0 ? main : $"{main}x{rest}";
    }

    private static string Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
            if (char.IsAsciiDigit(c))
                digits.Append(c);
        return digits.ToString();
    }
}
