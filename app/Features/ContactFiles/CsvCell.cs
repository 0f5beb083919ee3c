using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Cells that a spreadsheet must not calculate: https://owasp.org/www-community/attacks/CSV_Injection names the first characters that
/// begin a
/// formula. Such a cell gets an apostrophe in front, which reading takes away again.
/// </summary>
internal static class CsvCell
{
    // The wide forms are what some spreadsheets read as the narrow ones.
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    /// <summary>The cell in quotes.</summary>
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

    // With apostrophes in front it would be read as what it is without them: it gets one more.
    private static bool IsFormula(string value)
    {
        var text = value.AsSpan().TrimStart('\'');
        return text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal);
    }
}
