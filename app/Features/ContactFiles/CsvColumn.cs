using System.Text.RegularExpressions;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>What a column of a CSV file holds.</summary>
public enum CsvField
{
    Ignored,
    Name,
    FirstName,
    MiddleName,
    LastName,
    Email,
    Phone,
    PhoneLabel,
    Company,
    JobTitle,
    Birthday,
    Notes,
    PrivateNotes,
    Tags,
    AddressLabel,
    Street,
    City,
    Region,
    PostalCode,
    Country,
}

/// <summary>
/// A column of a CSV file, known by its header: our own names, and those that Google Contacts and Outlook write when they export.
/// Columns that belong together (a phone and its label, the parts of an address) share their <paramref name="Group"/>.
/// </summary>
public readonly partial record struct CsvColumn(int Index, CsvField Field, int Group)
{
    // Headers in lower case, letters only.
    private static readonly Dictionary<string, CsvField> Known = new[]
    {
        (CsvField.Name, "name fullname displayname"),
        (CsvField.FirstName, "firstname givenname"),
        (CsvField.MiddleName, "middlename additionalname"),
        (CsvField.LastName, "lastname familyname surname"),
        (CsvField.Email, "email emails emailvalue emailaddress"),
        (CsvField.Phone, "phone phones phonevalue phonenumber mobile mobilephone homephone businessphone workphone"),
        (CsvField.PhoneLabel, "phonelabel phonetype"),
        (CsvField.Company, "company organization organizationname"),
        (CsvField.JobTitle, "jobtitle title organizationtitle"),
        (CsvField.Birthday, "birthday"),
        (CsvField.Notes, "notes note"),
        (CsvField.PrivateNotes, "privatenotes"),
        (CsvField.Tags, "tags labels categories groupmembership"),
        (CsvField.AddressLabel, "addresslabel addresstype"),
        (CsvField.Street, "street addressstreet homestreet businessstreet"),
        (CsvField.City, "city addresscity homecity businesscity"),
        (CsvField.Region, "region state addressregion homestate businessstate"),
        (CsvField.PostalCode, "postalcode zip addresspostalcode homepostalcode businesspostalcode"),
        (CsvField.Country, "country addresscountry homecountryregion businesscountryregion"),
    }
        .SelectMany(known => known.Item2.Split(' '), (known, header) => (header, known.Item1))
        .ToDictionary(StringComparer.Ordinal);

    private const int HomeGroup = 1001;
    private const int WorkGroup = 1002;
    private const int CellGroup = 1003;

    /// <summary>
    /// Reads a header: case, blanks and punctuation do not matter, and a number (<c>E-mail 2 - Value</c>) groups columns.
    /// </summary>
    public static CsvColumn Parse(int index, string header)
    {
        var plain = header.ToLowerInvariant();
        var number = Digits().Match(plain);
        var key = NotLetters().Replace(plain, "");
        var group = key switch
        {
            _ when key.StartsWith("home", StringComparison.Ordinal) => HomeGroup,
            _ when key.StartsWith("business", StringComparison.Ordinal) || key.StartsWith("work", StringComparison.Ordinal) => WorkGroup,
            _ when key.StartsWith("mobile", StringComparison.Ordinal) => CellGroup,
            _ => number.Success && int.TryParse(number.ValueSpan, out var n) ? n : 0,
        };
        return new(index, Known.GetValueOrDefault(key), group);
    }

    /// <summary>The label that the header itself gives: a column <c>Home Phone</c> holds home numbers.</summary>
    public string? ImpliedLabel =>
        Group switch
        {
            HomeGroup => "home",
            WorkGroup => "work",
            CellGroup => "cell",
            _ => null,
        };

    [GeneratedRegex("[0-9]{1,3}")]
    private static partial Regex Digits();

    [GeneratedRegex("[^a-z]")]
    private static partial Regex NotLetters();
}
