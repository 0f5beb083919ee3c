using PmCrm.App.Features.Contacts;
using static PmCrm.App.Features.ContactFiles.VCardValues;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Maps the properties of a card to a contact: those of RFC 2426, RFC 6350 and RFC 9554, and the X- properties that Apple, Android,
/// Evolution, KDE and Nextcloud write. Unknown properties become custom fields.
/// </summary>
internal sealed class VCardProperties(ContactDraft draft, IReadOnlyDictionary<string, string> labels)
{
    /// <summary>Ignored properties: a contact does not need them, or another property has the same information.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "VERSION",
        "PRODID",
        "REV",
        "PROFILE",
        "SOURCE",
        "KIND",
        "SORT-STRING",
        "MAILER",
        "CLIENTPIDMAP",
        "CREATED",
        "X-ADDRESSBOOKSERVER-KIND",
        "X-ADDRESSBOOKSERVER-MEMBER",
        "MEMBER",
        "X-ABADR",
        "X-ABSHOWAS",
        "X-ABUID",
        "X-IMAGETYPE",
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS",
        "X-MS-OL-DESIGN",
        "X-SHARED-PHOTO-DISPLAY-PREF",
    };

    /// <summary>Properties that are an account at a messenger or network, and the name of the service.</summary>
    private static readonly Dictionary<string, string> Services = new(StringComparer.Ordinal)
    {
        ["X-AIM"] = "aim",
        ["X-GADUGADU"] = "gadu-gadu",
        ["X-GOOGLE-TALK"] = "google talk",
        ["X-GROUPWISE"] = "groupwise",
        ["X-GTALK"] = "google talk",
        ["X-ICQ"] = "icq",
        ["X-JABBER"] = "xmpp",
        ["X-KADDRESSBOOK-X-IMADDRESS"] = "im",
        ["X-MS-IMADDRESS"] = "im",
        ["X-MSN"] = "msn",
        ["X-QQ"] = "qq",
        ["X-SKYPE"] = "skype",
        ["X-SKYPE-USERNAME"] = "skype",
        ["X-TELEGRAM"] = "telegram",
        ["X-TWITTER"] = "twitter",
        ["X-YAHOO"] = "yahoo",
    };

    /// <summary>Properties that name another person, and the relation.</summary>
    private static readonly Dictionary<string, string> Relations = new(StringComparer.Ordinal)
    {
        ["AGENT"] = "agent",
        ["X-ASSISTANT"] = "assistant",
        ["X-EVOLUTION-ASSISTANT"] = "assistant",
        ["X-EVOLUTION-MANAGER"] = "manager",
        ["X-EVOLUTION-SPOUSE"] = "spouse",
        ["X-KADDRESSBOOK-X-ASSISTANTSNAME"] = "assistant",
        ["X-KADDRESSBOOK-X-MANAGERSNAME"] = "manager",
        ["X-KADDRESSBOOK-X-SPOUSESNAME"] = "spouse",
        ["X-MANAGER"] = "manager",
        ["X-MS-ASSISTANT"] = "assistant",
        ["X-MS-MANAGER"] = "manager",
        ["X-MS-SPOUSE"] = "spouse",
        ["X-SPOUSE"] = "spouse",
    };

    private readonly List<VCardLine> names = [];
    private string? uid,
        ownId;

    /// <summary>The contact's field for a property, or the property's own name.</summary>
    public static string Field(string name) =>
        name switch
        {
            "FN" or "N" => "name",
            "EMAIL" => "emails",
            "TEL" => "phones",
            "ADR" => "addresses",
            "ORG" => "company",
            "TITLE" => "jobTitle",
            "BDAY" => "birthday",
            "ANNIVERSARY"
            or "X-ANNIVERSARY"
            or "X-MS-ANNIVERSARY"
            or "X-ABDATE"
            or "X-EVOLUTION-ANNIVERSARY"
            or "X-KADDRESSBOOK-X-ANNIVERSARY" => "dates",
            "NOTE" => "notes",
            "NICKNAME" => "nickname",
            "CATEGORIES" => "tags",
            "URL" => "websites",
            "UID" => "externalId",
            "PHOTO" => "photo",
            "IMPP" or "SOCIALPROFILE" or "X-SOCIALPROFILE" => "profiles",
            "RELATED" or "X-ABRELATEDNAMES" => "relatedPeople",
            _ when Services.ContainsKey(name) => "profiles",
            _ when Relations.ContainsKey(name) => "relatedPeople",
            _ => name,
        };

    /// <summary>Whether the value is not text: a picture, a sound or a key embedded in the card.</summary>
    public static bool IsBinary(VCardLine line)
    {
        var isBase64 = line.Has("ENCODING", "b") || line.Has("ENCODING", "BASE64");
        return line.Name is "PHOTO" or "LOGO" or "SOUND" or "KEY"
            ? isBase64
                || line.Value.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
                || line.Value.Length > ContactLimits.CustomValue
            : isBase64 && !VCardText.IsText(line);
    }

    /// <summary>A description of a binary value, which is shown instead of it.</summary>
    public static string Kind(VCardLine line) =>
        line.Parameters["TYPE"]
            .Append(line.Parameter("MEDIATYPE"))
            .Append(line.Name)
            .First(type => !string.IsNullOrWhiteSpace(type))!
            .ToLowerInvariant();

    public void Take(VCardLine line)
    {
        var origin = new Origin(line.Line, Field(line.Name));
        switch (line.Name)
        {
            case "FN" or "N":
                names.Add(line);
                break;
            case "EMAIL":
                draft.Email(origin, Without(line.Text(), "mailto:"), Label(line), Rank(line));
                break;
            case "TEL":
                draft.Phone(origin, Phone(line), Label(line), Rank(line));
                break;
            case "ADR":
                draft.Address(origin, Address(line, Label(line)), Rank(line));
                break;
            case "ORG":
                var parts = line.Parts(';');
                draft.Text(origin, "company", parts[0], ContactLimits.Company);
                draft.Text(
                    origin with
                    {
                        Field = "department",
                    },
                    "department",
                    string.Join(", ", parts.Skip(1).Where(part => !string.IsNullOrWhiteSpace(part))),
                    ContactLimits.Department
                );
                break;
            case "TITLE":
                draft.Text(origin, "jobTitle", line.Text(), ContactLimits.JobTitle);
                break;
            case "NICKNAME":
                draft.Text(origin, "nickname", OwnOrList(line), ContactLimits.Nickname);
                break;
            case "NOTE":
                draft.Rest.Note(origin, line.Text(), line.Has(VCardParameters.Private, "TRUE"));
                break;
            case "CATEGORIES":
                foreach (var tag in line.Parts(',').Take(ImportLimits.ValuesPerRow))
                    draft.Tag(origin, tag);
                break;
            case "CLASS":
                draft.IsPrivate |= !string.Equals(line.Value.Trim(), "PUBLIC", StringComparison.OrdinalIgnoreCase);
                break;
            case "UID":
                uid = line.Text().Trim();
                break;
            case VCardParameters.Id:
                ownId = line.Text().Trim();
                break;
            default:
                if (!Silent.Contains(line.Name))
                    TakeDetail(origin, line);
                break;
        }
    }

    /// <summary>Processes what requires all properties of the card.</summary>
    /// <returns>The card's UID without its scheme; groups refer to it.</returns>
    public string Finish()
    {
        TakeNames();
        if (Guid.TryParse(ownId, out var own))
            draft.OwnId = own;
        if (uid is not null && Without(uid, "urn:uuid:") != ownId)
            draft.ExternalId(new(0, "externalId"), uid);
        return Without(uid ?? "", "urn:uuid:");
    }

    // FN is the full name; N repeats its parts. Parts that FN lacks are kept separately.
    private void TakeNames()
    {
        var full = names.Where(line => line.Name == "FN").ToList();
        foreach (var line in full)
            draft.Text(new(line.Line, "name"), "name", line.Text(), ContactLimits.Name);
        foreach (var line in names.Where(line => line.Name == "N"))
        {
            var origin = new Origin(line.Line, "name");
            var parts = line.Parts(';');
            if (!draft.Has("name"))
                draft.Text(origin, "name", Name(parts), ContactLimits.Name);
            else if (parts.Any(part => !full.Exists(name => name.Text().Contains(part.Trim(), StringComparison.OrdinalIgnoreCase))))
                draft.Rest.Custom(origin, "Name", Name(parts));
        }
    }

    private void TakeDetail(Origin origin, VCardLine line)
    {
        var value = line.Text().Trim();
        switch (line.Name)
        {
            case "BDAY":
                draft.Date(origin, ContactDateKind.Birthday, Date(line), value, line.Parameter(VCardParameters.Label));
                break;
            case "ANNIVERSARY" or "X-ANNIVERSARY" or "X-MS-ANNIVERSARY" or "X-EVOLUTION-ANNIVERSARY" or "X-KADDRESSBOOK-X-ANNIVERSARY":
                draft.Date(origin, ContactDateKind.Anniversary, Date(line), value, line.Parameter(VCardParameters.Label));
                break;
            case "X-ABDATE":
                TakeAppleDate(origin, line, value);
                break;
            case "URL":
                draft.Website(origin, value, Label(line), Rank(line));
                break;
            case "IMPP" or "SOCIALPROFILE" or "X-SOCIALPROFILE":
                TakeProfile(origin, line, value);
                break;
            case "RELATED":
                if (line.Has("VALUE", "text"))
                    draft.Related(origin, value, Label(line));
                else if (Without(value, "urn:uuid:") == value)
                    draft.Related(origin, Without(value, "mailto:"), Label(line));
                else
                    draft.Rest.Custom(origin, $"Related: {Label(line) ?? "contact"}", value);
                break;
            case "X-ABRELATEDNAMES":
                draft.Related(origin, value, Label(line));
                break;
            case "ROLE":
                draft.Rest.Custom(origin, "Role", value);
                break;
            case "X-ANDROID-CUSTOM":
                AndroidCustom.Take(draft, origin, line);
                break;
            case VCardParameters.Custom:
                draft.Rest.Custom(origin, line.Parameter(VCardParameters.Label) ?? "Other", line.Text());
                break;
            default:
                if (Services.TryGetValue(line.Name, out var service))
                    draft.Profile(origin, value, service, Label(line), Rank(line));
                else if (Relations.TryGetValue(line.Name, out var relation))
                    draft.Related(origin, value, relation);
                else
                    draft.Rest.Custom(origin, labels.TryGetValue(line.Group, out var label) ? AppleLabel(label) : line.Name, value);
                break;
        }
    }

    private void TakeAppleDate(Origin origin, VCardLine line, string value)
    {
        var label = Label(line);
        if (Enum.TryParse<ContactDateKind>(line.Parameter(VCardParameters.Kind), ignoreCase: true, out var ours))
            draft.Date(origin, ours, Date(line), value, line.Parameter(VCardParameters.Label));
        else if (string.Equals(label, "anniversary", StringComparison.OrdinalIgnoreCase))
            draft.Date(origin, ContactDateKind.Anniversary, Date(line), value, null);
        else
            draft.Date(origin, ContactDateKind.Other, Date(line), value, label);
    }

    private void TakeProfile(Origin origin, VCardLine line, string value)
    {
        if (line.Parameter(VCardParameters.Service) is { } ours)
            draft.Profile(origin, value, ours.Length == 0 ? null : ours, line.Parameter(VCardParameters.Label), Rank(line));
        else if (line.Name == "X-SOCIALPROFILE")
            // The type is the network; if the address is unknown, Apple writes x-apple: and the name.
            draft.Profile(origin, Without(value, "x-apple:"), Label(line) ?? line.Parameter("SERVICE-TYPE"), null, Rank(line));
        else
            draft.Profile(
                origin,
                value,
                line.Parameter("X-SERVICE-TYPE") ?? line.Parameter("SERVICE-TYPE") ?? Scheme(value),
                Label(line),
                Rank(line)
            );
    }

    private static string? Scheme(string value) =>
        value.IndexOf(':', StringComparison.Ordinal) is > 0 and <= ContactLimits.Label and var colon
        && !value.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? value[..colon].ToLowerInvariant()
            : null;

    // Our own value is one text; other programs' values are a list.
    private static string OwnOrList(VCardLine line) => string.Join(", ", line.Parts(',').Where(name => !string.IsNullOrWhiteSpace(name)));

    private string? Label(VCardLine line) => VCardValues.Label(line, labels.GetValueOrDefault(line.Group));

    private static PartialDate? Date(VCardLine line) => FileDates.Iso(line.Text(), line.Parameter("X-APPLE-OMIT-YEAR"));
}
