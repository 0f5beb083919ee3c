using System.Text.RegularExpressions;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>What a column of a CSV file holds.</summary>
public enum CsvField
{
    /// <summary>Nothing that we know: each value becomes a custom field with the column's name.</summary>
    Custom,

    /// <summary>What another column says too, or a setting of the program.</summary>
    Silent,
    Id,
    ExternalId,
    Name,
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
/// A column of a CSV file, known by its header: our own names, and those that Google Contacts, Outlook, Outlook.com and Thunderbird write.
/// Columns that belong together (a phone and its label, the parts of an address) share their <paramref name="Group"/>.
/// </summary>
/// <param name="Label">What the header itself says of the value: a column <c>Home Phone</c> holds home numbers.</param>
/// <param name="Header">As it stands in the file.</param>
/// <param name="IsOne">Whether a value is one, and not a list: the column has a number, as ours and Google's have.</param>
public readonly partial record struct CsvColumn(int Index, CsvField Field, string Group, string? Label, string Header, bool IsOne)
{
    /// <summary>
    /// Reads a header: case, blanks and punctuation do not matter, and a number (<c>E-mail 2 - Value</c>) groups columns.
    /// </summary>
    public static CsvColumn Parse(int index, string header)
    {
        var plain = header.ToLowerInvariant();
        var number = Digits().Match(plain).Value;
        var key = NotLetters().Replace(plain, "");
        var (field, label) = CsvHeaders.Find(key);
        if (field == CsvField.Birthday && plain.Trim() == "birth day")
            field = CsvField.DayOfBirth;
        // The second and third line of a street belong to the same address; the second phone at home is another phone.
        var place = CsvHeaders.Place(key);
        var group = place.Length > 0 && CsvHeaders.IsAddress(field) ? place : $"{place}{number}";
        return new(index, field, group, label ?? (place.Length > 0 ? place : null), header, number.Length > 0);
    }

    [GeneratedRegex("[0-9]{1,3}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[^\p{L}]")]
    private static partial Regex NotLetters();
}
