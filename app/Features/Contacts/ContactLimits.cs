namespace PmCrm.App.Features.Contacts;

/// <summary>
/// The limits of a contact. The database's checks and the OpenAPI document have the same numbers. Lengths are in UTF-16 code units, which
/// are never fewer than the characters that PostgreSQL counts.
/// </summary>
public static class ContactLimits
{
    public const int Name = 200;
    public const int Company = 200;
    public const int JobTitle = 200;
    public const int Notes = 20_000;
    public const int Tag = 50;
    public const int Tags = 50;
    public const int Emails = 20;

    /// <summary>The longest address that SMTP supports (RFC 5321, 4.5.3.1.3: a path of 256 octets with its brackets).</summary>
    public const int Email = 254;

    public const int Phones = 20;
    public const int Phone = 40;
    public const int PhoneDigitsFrom = 3;

    /// <summary>E.164 allows 15 digits; a trunk prefix and an extension may be added.</summary>
    public const int PhoneDigitsTo = 24;

    public const int Label = 50;
    public const int Addresses = 10;
    public const int AddressPart = 200;
    public const int Nickname = 200;
    public const int Department = 200;
    public const int Dates = 20;

    /// <summary>In characters: 1990-12-31.</summary>
    public const int Date = 10;

    public const int Websites = 20;
    public const int Profiles = 20;

    /// <summary>Of a website or a profile, in characters. Browsers accept longer ones, which do not occur for people.</summary>
    public const int Url = 500;

    public const int RelatedPeople = 20;
    public const int CustomFields = 50;
    public const int CustomLabel = 100;
    public const int CustomValue = 1_000;

    /// <summary>In characters. A vCard's UID is a URI or a text without a limit (RFC 6350, 6.7.6).</summary>
    public const int ExternalId = 255;
}
