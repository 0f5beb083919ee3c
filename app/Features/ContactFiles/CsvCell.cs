using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Protects cells that a spreadsheet would evaluate: https://owasp.org/www-community/attacks/CSV_Injection lists the first characters of a
/// formula. Such a cell gets an apostrophe in front, which is removed when reading.
/// </summary>
internal static class CsvCell
{
    // Some spreadsheets treat the full-width forms like the ASCII ones.
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    /// <summary>Appends the cell in quotes.</summary>
    public static void Append(StringBuilder row, string? value)
    {
        row.Append('"');
        if (value is not null)
        {
            if (IsFormula(value))
                row.Append('\'');
            row.Append(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        }
        row.Append('"');
    }

    public static string Read(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    // A value that already starts with apostrophes before a formula gets one more, so that reading restores it.
    private static bool IsFormula(string value)
    {
        var text = value.AsSpan().TrimStart('\'');
        return text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal);
    }
}
