using System.Text.RegularExpressions;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>The meaning of a column of a CSV file.</summary>
public enum CsvField
{
    /// <summary>Unknown: each value becomes a custom field with the column's name.</summary>
    Custom,

    /// <summary>Ignored: the column repeats another one, or is a setting of the program that wrote the file.</summary>
    Silent,
    Id,
    ExternalId,
    Name,

    /// <summary>A column "Name" beside one for the first name and none for the last: the last name, or the whole name.</summary>
    NameOrLastName,
    FileAs,
    Prefix,
    FirstName,
    MiddleName,
    LastName,
    Suffix,
    Nickname,
    Email,
    EmailLabel,
    Phone,
    PhoneLabel,
    Company,
    Department,
    JobTitle,
    Title,
    Birthday,
    YearOfBirth,
    MonthOfBirth,
    DayOfBirth,
    Anniversary,
    DateKind,
    DateLabel,
    Date,
    Website,
    WebsiteLabel,
    Profile,
    ProfileService,
    ProfileLabel,
    Related,
    Relation,
    CustomLabel,
    CustomValue,
    Notes,
    PrivateNotes,
    Tags,
    Sensitivity,
    Photo,
    AddressLabel,
    AddressText,
    PostOfficeBox,
    ExtendedAddress,
    Street,
    City,
    Region,
    PostalCode,
    Country,
}

/// <summary>
/// A column of a CSV file, identified by its header: our own names, and those of Google Contacts, Outlook, Outlook.com and Thunderbird.
/// Columns that belong together (a phone and its label, the parts of an address) have the same <paramref name="Group"/>.
/// </summary>
/// <param name="Label">The label that the header implies: a column <c>Home Phone</c> has home numbers.</param>
/// <param name="Header">The header as it is in the file.</param>
/// <param name="IsOne">Whether a cell has one value and not a list: true for numbered columns, as in our files and Google's.</param>
public readonly partial record struct CsvColumn(int Index, CsvField Field, string Group, string? Label, string Header, bool IsOne)
{
    /// <summary>Parses a header: case, spaces and punctuation are ignored, and a number (<c>E-mail 2 - Value</c>) groups columns.</summary>
    public static CsvColumn Parse(int index, string header)
    {
        var plain = header.ToLowerInvariant();
        var number = Digits().Match(plain).Value;
        var key = NotLetters().Replace(plain, "");
        var (field, label) = CsvHeaders.Find(key);
        if (field == CsvField.Birthday && plain.Trim() == "birth day")
            field = CsvField.DayOfBirth;
        // The second and third line of a street belong to the same address; a second home phone is another phone.
        var place = CsvHeaders.Place(key);
        var group = place.Length > 0 && CsvHeaders.IsAddress(field) ? place : $"{place}{number}";
        return new(index, field, group, label ?? (place.Length > 0 ? place : null), header, number.Length > 0);
    }

    [GeneratedRegex("[0-9]{1,3}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[^\p{L}]")]
    private static partial Regex NotLetters();
}
