using System.Runtime.CompilerServices;
using System.Text;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Reads contacts from a vCard file: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), any number of cards. Each card is one row. Values
/// that are not imported exactly as they are get reported with the line of their property. A card that is a group becomes a tag of its
/// members.
/// </summary>
/// <param name="takesPhotos">Whether there is a place for photos.</param>
/// <param name="declared">The encoding that the sender names.</param>
public sealed class VCardContactReader(bool takesPhotos = false, Encoding? declared = null) : IContactFileReader
{
    private readonly SortedSet<string> ignored = new(StringComparer.Ordinal);
    private Encoding encoding = System.Text.Encoding.UTF8;

    public IReadOnlyCollection<string> Ignored => ignored;

    public string Encoding => encoding.WebName;

    public async IAsyncEnumerable<ImportRow> Read(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (declared is null or UTF8Encoding)
            file = new WholeCharacters(file);
        encoding = await FileText.Detect(file, declared, cancellationToken);
        var groups = await VCardGroups.Read(file, encoding, cancellationToken);
        if (declared is null && encoding == FileText.Windows1252 && !groups.IsLikelyWestern())
            throw FileText.UnknownCodePage("text/vcard");
        foreach (var name in groups.Empty.Take(ImportLimits.IgnoredNames))
            ignored.Add($"group {name}");
        file.Position = 0;
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        VCardBuilder? card = null;
        var (rows, inner, lastIsAgent) = (0, 0, false);
        var maxLength = takesPhotos ? Math.Max(VCardPhoto.MaxLength, ImportLimits.RecordBytes) : ImportLimits.RecordBytes;
        var lines = new BoundedLines(reader, maxLength);
        await foreach (var (number, text, cut) in VCardUnfolder.Unfold(lines, cancellationToken, maxLength))
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var line = VCardLine.Parse(number, text);
            var begins = line is { Name: "BEGIN" } && IsCard(line);
            var ends = line is { Name: "END" } && IsCard(line);
            if (card is null && !begins)
                throw new ImportFileException($"Line {number} is outside a card: a vCard begins with BEGIN:VCARD and ends with END:VCARD.");
            if (inner > 0 || (begins && lastIsAgent))
            {
                // The value of AGENT is itself a card.
                inner +=
                    begins ? 1
                    : ends ? -1
                    : 0;
                if (line is { Name: "FN" })
                    card!.Agent(number, line.Text());
                lastIsAgent = false;
                continue;
            }
            lastIsAgent = line is { Name: "AGENT" } && string.IsNullOrWhiteSpace(line.Value);
            if (begins)
            {
                if (card is { IsGroup: false })
                    yield return card.Unfinished(number);
                if (++rows > ImportLimits.Rows)
                    throw ImportLimits.TooManyRows();
                card = new VCardBuilder(number, encoding, groups.TagsOf, takesPhotos);
            }
            else if (ends)
            {
                if (!card!.IsGroup)
                    yield return card.Build();
                card = null;
            }
            else if (line is null)
                card!.Unreadable(number, text);
            else
                card!.Add(line, cut);
        }
        if (card is { IsGroup: false })
            yield return card.Unfinished(null);
        if (rows == 0)
            throw new ImportFileException("The file is empty. A vCard begins with BEGIN:VCARD.");
    }

    internal static bool IsCard(VCardLine line) => string.Equals(line.Value.Trim(), "VCARD", StringComparison.OrdinalIgnoreCase);
}
