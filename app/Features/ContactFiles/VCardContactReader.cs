using System.Runtime.CompilerServices;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Contacts from a vCard file: versions 3.0 (RFC 2426) and 4.0 (RFC 6350), any number of cards. Each card is one row; what is wrong with
/// it is reported on the line of the property.
/// </summary>
public sealed class VCardContactReader : IContactFileReader
{
    // Of no use to a contact, or said in another way; everything else that is not read is named in Ignored.
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "PRODID",
        "REV",
        "UID",
        "PROFILE",
        "SOURCE",
        "KIND",
        "SORT-STRING",
    };

    private readonly SortedSet<string> ignored = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Ignored => ignored;

    public async IAsyncEnumerable<ImportRow> Read(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        VCardBuilder? card = null;
        var rows = 0;
        await foreach (var (number, text, cut) in VCardUnfolder.Unfold(new BoundedLines(reader), cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var line = VCardLine.Parse(number, text);
            var begins = line is { Name: "BEGIN" } && IsCard(line);
            if (card is null && !begins)
                throw new ImportFileException($"Line {number} is outside a card: a vCard begins with BEGIN:VCARD and ends with END:VCARD.");
            if (begins)
            {
                if (card is not null)
                    yield return card.Unfinished(number);
                if (++rows > ImportLimits.Rows)
                    throw ImportLimits.TooManyRows();
                card = new VCardBuilder(number);
            }
            else if (line is { Name: "END" } && IsCard(line))
            {
                yield return card!.Build();
                card = null;
            }
            else if (line is null)
            {
                card!.Unreadable(number);
            }
            else if (!card!.Add(line, cut) && !Silent.Contains(line.Name))
            {
                if (ignored.Count < ImportLimits.IgnoredNames && line.Name.Length <= ImportLimits.IgnoredNameLength)
                    ignored.Add(line.Name);
            }
        }
        if (card is not null)
            yield return card.Unfinished(null);
        if (rows == 0)
            throw new ImportFileException("The file is empty. A vCard begins with BEGIN:VCARD.");
    }

    private static bool IsCard(VCardLine line) => string.Equals(line.Value.Trim(), "VCARD", StringComparison.OrdinalIgnoreCase);
}
