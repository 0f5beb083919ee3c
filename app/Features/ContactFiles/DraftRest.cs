using System.Text;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>The position of a value in a file, and the name of its field for the person who imports it.</summary>
internal readonly record struct Origin(int Line, string Field);

/// <summary>
/// The values that no field of a contact accepts. A value is kept in a custom field or otherwise in the private notes, which are encrypted
/// too, and it is listed among the changes. The notes themselves are also collected here.
/// </summary>
internal sealed class DraftRest
{
    private readonly RowChanges changes = new();
    private readonly List<CustomField> custom = [];
    private readonly StringBuilder notes = new();
    private readonly StringBuilder privateNotes = new();

    /// <summary>A value without a matching field; it is kept as a custom field and does not count as a change.</summary>
    public void Custom(Origin origin, string label, string value)
    {
        if (Plain(origin, value, lines: true) is { } text && !TryCustom(label, text))
            ToNotes(origin, label, text, $"has more than {ContactLimits.CustomValue} characters, or there are too many custom fields");
    }

    public void Note(Origin origin, string value, bool isPrivate)
    {
        if (Plain(origin, value, lines: true) is { } text && !TryAppend(isPrivate ? privateNotes : notes, text))
            Shortened(origin, text, $"all notes together must be at most {ContactLimits.Notes} characters; the rest is left out");
    }

    /// <summary>Keeps a value that its field does not accept, and lists it as a change.</summary>
    /// <param name="caption">Its label where it is kept.</param>
    public void Keep(Origin origin, string value, string reason, string caption)
    {
        if (TryCustom(caption, value))
            changes.Add(origin.Line, origin.Field, value, reason, ImportedAs.CustomField);
        else
            ToNotes(origin, caption, value, reason);
    }

    /// <summary>Lists a value that is not imported.</summary>
    public void Leave(Origin origin, string value, string reason) =>
        changes.Add(origin.Line, origin.Field, value, reason, ImportedAs.NotImported);

    /// <summary>Lists a value that is imported in another form.</summary>
    public void Changed(Origin origin, string value, string reason) =>
        changes.Add(origin.Line, origin.Field, value, reason, ImportedAs.Changed);

    /// <summary>Lists a value that was truncated to fit its field.</summary>
    public void Shortened(Origin origin, string value, string reason) =>
        changes.Add(origin.Line, origin.Field, value, reason, ImportedAs.Shortened);

    /// <summary>The contact with the notes and the custom fields.</summary>
    /// <param name="isPrivate">Whether all notes are kept as private ones.</param>
    public ContactFields AddTo(ContactFields contact, Origin origin, bool isPrivate)
    {
        if (isPrivate && notes.Length > 0)
        {
            var (open, hidden) = (notes.ToString(), privateNotes.ToString());
            notes.Clear();
            privateNotes.Clear();
            Note(origin, open, isPrivate: true);
            Note(origin, hidden, isPrivate: true);
        }
        return contact with
        {
            CustomFields = [.. custom],
            Notes = notes.Length == 0 ? null : notes.ToString(),
            PrivateNotes = privateNotes.Length == 0 ? null : privateNotes.ToString(),
        };
    }

    public IReadOnlyList<ImportChange> Changes(int line) => changes.ToList(line);

    /// <summary>The value, trimmed and without forbidden characters; null if nothing is left.</summary>
    /// <param name="lines">Whether it may have several lines.</param>
    public string? Plain(Origin origin, string value, bool lines)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        if (!lines)
            value = value.ReplaceLineEndings(" ");
        var plain = ContactRules.WithoutControls(value, lines);
        if (plain.Length != value.Length)
            Changed(origin, plain, "has control characters or broken Unicode, which are left out");
        if (plain.Contains('\uFFFD', StringComparison.Ordinal))
            Changed(origin, plain, "has bytes that are not valid in the file's encoding; they are replaced by \uFFFD");
        return string.IsNullOrWhiteSpace(plain) ? null : plain.Trim();
    }

    private bool TryCustom(string label, string value)
    {
        if (custom.Count >= ContactLimits.CustomFields || value.Length > ContactLimits.CustomValue)
            return false;
        label = ContactRules.WithoutControls(label.ReplaceLineEndings(" "), lineBreaks: false).Trim();
        label = FileText.Cut(label, ContactLimits.CustomLabel).TrimEnd();
        var field = new CustomField { Label = label.Length == 0 ? "Other" : label, Value = value };
        if (!custom.Contains(field))
            custom.Add(field);
        return true;
    }

    private void ToNotes(Origin origin, string caption, string value, string reason)
    {
        var isKept = TryAppend(privateNotes, $"{caption}: {value}");
        changes.Add(origin.Line, origin.Field, value, reason, isKept ? ImportedAs.PrivateNotes : ImportedAs.Shortened);
    }

    /// <returns>False if not all of it fits.</returns>
    private static bool TryAppend(StringBuilder notes, string text)
    {
        if (notes.Length > 0)
            notes.Append('\n');
        var room = Math.Max(0, ContactLimits.Notes - notes.Length);
        notes.Append(FileText.Cut(text, room));
        notes.Length = Math.Min(notes.Length, ContactLimits.Notes);
        return text.Length <= room;
    }
}
