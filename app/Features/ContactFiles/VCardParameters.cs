namespace PmCrm.App.Features.ContactFiles;

/// <summary>The parameters of our own that <see cref="VCardWriter"/> writes, and what the standard's own TYPE can carry.</summary>
internal static class VCardParameters
{
    /// <summary>On a NOTE: it is the contact's private one. CLASS, which version 3.0 had for a whole card, is not in 4.0.</summary>
    public const string Private = "X-PMCRM-PRIVATE";

    /// <summary>The label of a value, to the letter.</summary>
    public const string Label = "X-PMCRM-LABEL";

    /// <summary>The service of a profile, to the letter.</summary>
    public const string Service = "X-PMCRM-SERVICE";

    /// <summary>On a date: which kind of ours it is.</summary>
    public const string Kind = "X-PMCRM-KIND";

    /// <summary>A property: the id that the contact has here.</summary>
    public const string Id = "X-PMCRM-ID";

    /// <summary>A property: a custom field.</summary>
    public const string Custom = "X-PMCRM-CUSTOM";

    /// <summary>Types that tell nothing of a phone number or an address, or its place among the others.</summary>
    public static bool IsSilent(string type) =>
        type is "" or "voice" or "pref" or "internet" or "postal" or "parcel" or "intl" or "dom" or "quoted-printable" or "base64";

    /// <summary>Whether a label that is written as a TYPE is read from it as it was.</summary>
    public static bool IsType(string label) => label.All(c => char.IsAsciiLetterLower(c) || c == '-') && !IsSilent(label);
}
