namespace PmCrm.Preview;

/// <summary>One line of a table that a person edits.</summary>
/// <param name="Place">The file and line, for messages.</param>
internal sealed record TableRow(string Place, IReadOnlyDictionary<string, string> Cells)
{
    public string this[string column] => Cells[column];
}

/// <summary>
/// Reads a table with tabs between its columns: lines that begin with # are comments, the first other line names the columns. Each error
/// becomes one message with file and line, and all of them one <see cref="PreviewException"/>.
/// </summary>
internal sealed class TableFile(string name)
{
    private readonly List<string> faults = [];

    /// <exception cref="PreviewException">The columns are not these.</exception>
    public IReadOnlyList<TableRow> Read(string text, params string[] columns)
    {
        var rows = new List<TableRow>();
        var number = 0;
        var hasHeader = false;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            var place = $"{name}:{number}";
            var cells = line.Split('\t').Select(cell => cell.Trim()).ToList();
            if (!hasHeader)
            {
                hasHeader = true;
                if (!cells.SequenceEqual(columns))
                    throw PreviewException.Usage(
                        $"{place}: the columns are '{string.Join(", ", cells)}'; accepted: {string.Join(", ", columns)}"
                    );
                continue;
            }
            if (cells.Count == columns.Length)
                rows.Add(new TableRow(place, columns.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second)));
            else
                Fault(place, $"{cells.Count} columns; accepted: {columns.Length}, with one tab between each: {string.Join(", ", columns)}");
        }
        return rows;
    }

    public void Fault(string place, string message) => faults.Add($"{place}: {message}");

    /// <summary>Whether a cell has text; its absence is a fault.</summary>
    public bool Has(TableRow row, string column)
    {
        if (row[column].Length > 0)
            return true;
        Fault(row.Place, $"{column} is empty");
        return false;
    }

    /// <exception cref="PreviewException">There were faults.</exception>
    public void ThrowFaults()
    {
        if (faults.Count > 0)
            throw PreviewException.Usage(string.Join('\n', faults));
    }
}
