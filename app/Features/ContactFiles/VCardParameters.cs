namespace PmCrm.App.Features.ContactFiles;

/// <summary>Our own parameters that <see cref="VCardWriter"/> writes, and which labels the standard TYPE can represent.</summary>
internal static class VCardParameters
{
    /// <summary>
    /// On a NOTE: it is the contact's private note. CLASS, which version 3.0 has for a whole card, does not exist in 4.0.
    /// </summary>
    public const string Private = "X-PMCRM-PRIVATE";

    /// <summary>The exact label of a value.</summary>
    public const string Label = "X-PMCRM-LABEL";

    /// <summary>The exact service of a profile.</summary>
    public const string Service = "X-PMCRM-SERVICE";

    /// <summary>On a date: its kind in this application.</summary>
    public const string Kind = "X-PMCRM-KIND";

    /// <summary>A property: the contact's id in this application.</summary>
    public const string Id = "X-PMCRM-ID";

    /// <summary>A property: a custom field.</summary>
    public const string Custom = "X-PMCRM-CUSTOM";

    /// <summary>Types that are not a label of a phone number or address: they say nothing about it, or are its rank or encoding.</summary>
    public static bool IsSilent(string type) =>
        type is "" or "voice" or "pref" or "internet" or "postal" or "parcel" or "intl" or "dom" or "quoted-printable" or "base64";

    /// <summary>Whether reading a TYPE with this label gives exactly the same label.</summary>
    public static bool IsType(string label) => label.All(c => char.IsAsciiLetterLower(c) || c == '-') && !IsSilent(label);
}
