using System.Text;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Photos;
using static PmCrm.App.Features.ContactFiles.VCardValues;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Collects the properties of one card and builds the contact. The meaning of a property may depend on another (the label of its group, the
/// version of the card), so they are interpreted after all of them were collected.
/// </summary>
/// <param name="begin">The line of BEGIN:VCARD.</param>
/// <param name="encoding">The encoding in which the file was read.</param>
/// <param name="tagsOf">The tags of the members of groups, by their UID without <c>urn:uuid:</c>.</param>
/// <param name="takesPhotos">Whether there is a place for photos.</param>
internal sealed class VCardBuilder(int begin, Encoding encoding, ILookup<string, string> tagsOf, bool takesPhotos)
{
    private readonly ContactDraft draft = new(begin);
    private readonly List<VCardLine> properties = [];
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);
    private int leftOut;
    private Picture? photo;

    /// <summary>Whether the card is a group of other cards; it becomes a tag of its members.</summary>
    public bool IsGroup { get; private set; }

    public void Add(VCardLine line, bool cut)
    {
        if (line.Name is "KIND" or "X-ADDRESSBOOKSERVER-KIND" && line.Value.Trim().Equals("group", StringComparison.OrdinalIgnoreCase))
            IsGroup = true;
        if (VCardProperties.IsBinary(line))
            Binary(line, cut);
        else if (properties.Count >= ImportLimits.PropertiesPerCard)
            leftOut++;
        else
        {
            if (cut)
                draft.Rest.Changed(
                    new(line.Line, VCardProperties.Field(line.Name)),
                    line.Value,
                    $"is longer than {ImportLimits.RecordBytes} characters; the rest is left out"
                );
            if (line.Name == "X-ABLABEL" && line.Group.Length > 0)
                labels[line.Group] = line.Text();
            else
                properties.Add(line);
        }
    }

    private void Binary(VCardLine line, bool cut)
    {
        string? problem;
        if (line.Name != "PHOTO")
            problem = "is a picture, a sound or a key; these are not imported";
        else if (!takesPhotos)
            problem = "is a picture, and this installation keeps no photos: no object storage is configured";
        else if (photo is not null)
            problem = "a contact has one photo: the first of the card";
        else
            (photo, problem) = VCardPhoto.Read(line, cut);
        if (problem is not null)
            draft.Rest.Leave(new(line.Line, VCardProperties.Field(line.Name)), VCardProperties.Kind(line), problem);
    }

    /// <summary>A line that is no content line at all.</summary>
    public void Unreadable(int line, string text) =>
        draft.Rest.Leave(
            new(line, "row"),
            text,
            "is not a vCard property. Accepted: NAME:value or NAME;PARAMETER=value:value, with continued lines indented"
        );

    /// <summary>A card inside this one (AGENT, version 2.1): only the name of that person is kept.</summary>
    public void Agent(int line, string name) => draft.Related(new(line, "relatedPeople"), name, "agent");

    /// <summary>Ends a card without END:VCARD (before the next BEGIN, or at the end of the file): what was read is kept.</summary>
    public ImportRow Unfinished(int? next)
    {
        draft.Rest.Leave(
            new(begin, "row"),
            "",
            next is null
                ? "the card has no END:VCARD: the file may be truncated"
                : $"the card has no END:VCARD before the next one on line {next}"
        );
        return Build();
    }

    public ImportRow Build()
    {
        if (leftOut > 0)
            draft.Rest.Leave(
                new(begin, "row"),
                $"{leftOut}",
                $"has more than {ImportLimits.PropertiesPerCard} properties; the number left out is shown"
            );
        var cards = new VCardProperties(draft, labels);
        foreach (var line in properties)
        {
            var (decoded, problem) = VCardText.Decode(line, encoding);
            if (decoded is null)
                draft.Rest.Keep(
                    new(line.Line, VCardProperties.Field(line.Name)),
                    FileText.Cut(line.Value, ContactLimits.CustomValue),
                    problem!,
                    line.Name
                );
            else if (!string.IsNullOrWhiteSpace(decoded.Value))
                cards.Take(decoded);
        }
        foreach (var tag in tagsOf[cards.Finish()])
            draft.Tag(new(begin, "tags"), tag);
        return draft.Build() with { Photo = photo };
    }
}
