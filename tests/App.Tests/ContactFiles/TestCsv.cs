using System.Text;

namespace PmCrm.App.Tests.ContactFiles;

/// <summary>An independent CSV reader, so that a test does not rely on the reader under test.</summary>
internal static class TestCsv
{
    public static IEnumerable<List<string>> Read(string text)
    {
        var (record, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is ',' or '\n' && !quoted)
            {
                record.Add(cell.ToString());
                cell.Clear();
                if (text[i] == ',')
                    continue;
                yield return record;
                record = [];
            }
            else if (quoted || text[i] != '\r')
                cell.Append(text[i]);
        }
    }
}
