using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// X-ANDROID-CUSTOM, in which Android's Contacts app stores data that vCard 2.1 has no property for: a row of its database, as a type and
/// up to fifteen columns (AOSP, com.android.vcard.VCardBuilder.appendAndroidSpecificProperty; the numbers are those of
/// ContactsContract.CommonDataKinds).
/// </summary>
internal static class AndroidCustom
{
    private const string Prefix = "vnd.android.cursor.item/";

    public static void Take(ContactDraft draft, Origin origin, VCardLine line)
    {
        var parts = line.Parts(';');
        string Part(int index) => index < parts.Count ? parts[index].Trim() : "";
        var type = VCardValues.Without(Part(0), Prefix);
        var own = Part(3).Length > 0 ? Part(3) : null;
        switch (type)
        {
            case "nickname":
                draft.Text(origin with { Field = "nickname" }, "nickname", Part(1), ContactLimits.Nickname);
                break;
            case "contact_event":
                var kind = Part(2) switch
                {
                    "1" => ContactDateKind.Anniversary,
                    "3" => ContactDateKind.Birthday,
                    _ => ContactDateKind.Other,
                };
                draft.Date(origin with { Field = "dates" }, kind, FileDates.Iso(Part(1)), Part(1), own);
                break;
            case "relation":
                draft.Related(origin with { Field = "relatedPeople" }, Part(1), own ?? Relation(Part(2)));
                break;
            default:
                draft.Rest.Custom(
                    origin,
                    type.Length == 0 ? line.Name : type,
                    string.Join("; ", parts.Skip(1).Where(part => part.Length > 0))
                );
                break;
        }
    }

    // ContactsContract.CommonDataKinds.Relation: learn.microsoft.com/dotnet/api/android.provider.relationdatakind lists the numbers.
    private static string? Relation(string number) =>
        number switch
        {
            "1" => "assistant",
            "2" => "brother",
            "3" => "child",
            "4" => "domestic partner",
            "5" => "father",
            "6" => "friend",
            "7" => "manager",
            "8" => "mother",
            "9" => "parent",
            "10" => "partner",
            "11" => "referred by",
            "12" => "relative",
            "13" => "sister",
            "14" => "spouse",
            _ => null,
        };
}
