namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Known column names, in lower case and without other characters than letters. The sources are in
/// tests/App.Tests/ContactFiles/Exports/README.md.
/// </summary>
internal static class CsvHeaders
{
    private static readonly Dictionary<string, (CsvField Field, string? Label)> Known = Names()
        .SelectMany(known => known.Headers.Split(' '), (known, header) => (header, (known.Field, known.Label)))
        .ToDictionary(StringComparer.Ordinal);

    private static IEnumerable<(CsvField Field, string? Label, string Headers)> Names()
    {
        yield return (CsvField.Id, null, "id");
        yield return (CsvField.ExternalId, null, "externalid uid");
        yield return (CsvField.Name, null, "name fullname displayname nom vollständigername anzeigename nombrecompleto");
        yield return (CsvField.FileAs, null, "fileas");
        yield return (CsvField.Prefix, null, "nameprefix prefix honorificprefix anrede");
        yield return (CsvField.FirstName, null, "firstname givenname vorname prénom prenom nombre nome voornaam");
        yield return (CsvField.MiddleName, null, "middlename additionalname weiterevornamen deuxièmeprénom segundonombre tweedenaam");
        yield return (
            CsvField.LastName,
            null,
            "lastname familyname surname nachname nomdefamille apellidos apellido cognome achternaam sobrenome"
        );
        yield return (CsvField.Suffix, null, "namesuffix suffix honorificsuffix");
        yield return (CsvField.Nickname, null, "nickname spitzname surnom apodo soprannome bijnaam");
        yield return (
            CsvField.Email,
            null,
            "email emails emailvalue emailaddress primaryemail secondaryemail emailadresse adressedemessagerie adresseemail correoelectrónico "
                + "adressedecourrier direccióndecorreoelectrónico indirizzopostaelettronica indirizzoemail emailadres endereçodeemail"
        );
        yield return (CsvField.EmailLabel, null, "emaillabel emailtype");
        yield return (CsvField.Silent, null, "emaildisplayname priority internetfreebusy initials directoryserver");
        yield return (
            CsvField.Phone,
            null,
            "phone phones phonevalue phonenumber telephone telefon telefonnummer téléphone teléfono telefono telefoon"
        );
        yield return (
            CsvField.Phone,
            "cell",
            "mobile mobilephone mobilenumber cellphone mobiltelefon handy téléphonemobile télmobile teléfonomóvil cellulare"
        );
        yield return (CsvField.Phone, "home", "homephone telefonprivat téléphonedomicile teléfonoparticular abitazione");
        yield return (CsvField.Phone, "work", "businessphone workphone telefongeschäftlich téléphonebureau teléfonodeltrabajo");
        yield return (CsvField.Phone, "other", "otherphone");
        yield return (CsvField.Phone, "primary", "primaryphone");
        yield return (CsvField.Phone, "company", "companymainphone");
        yield return (CsvField.Phone, "car", "carphone");
        yield return (CsvField.Phone, "callback", "callback");
        yield return (CsvField.Phone, "isdn", "isdn");
        yield return (CsvField.Phone, "pager", "pager pagernumber");
        yield return (CsvField.Phone, "radio", "radiophone");
        yield return (CsvField.Phone, "telex", "telex");
        yield return (CsvField.Phone, "tty", "ttytddphone");
        yield return (CsvField.Phone, "assistant", "assistantsphone");
        yield return (CsvField.Phone, "fax", "fax faxnumber otherfax");
        yield return (CsvField.Phone, "home, fax", "homefax télécopiedomicile");
        yield return (CsvField.Phone, "work, fax", "businessfax workfax télécopiebureau");
        yield return (CsvField.PhoneLabel, null, "phonelabel phonetype");
        yield return (
            CsvField.Company,
            null,
            "company companyname organization organisation organizationname firma société societe empresa organización società azienda bedrijf"
        );
        yield return (CsvField.Department, null, "department organizationdepartment abteilung service departamento ufficio afdeling");
        yield return (CsvField.JobTitle, null, "jobtitle organizationtitle position titredefonction cargo functie");
        yield return (CsvField.Title, null, "title");
        yield return (CsvField.Birthday, null, "birthday birthdate dateofbirth geburtstag anniversaire cumpleaños compleanno verjaardag");
        yield return (CsvField.YearOfBirth, null, "birthyear");
        yield return (CsvField.MonthOfBirth, null, "birthmonth");
        yield return (CsvField.Anniversary, null, "anniversary weddinganniversary jahrestag");
        yield return (CsvField.DateKind, null, "datekind");
        yield return (CsvField.DateLabel, null, "datelabel eventlabel eventtype");
        yield return (CsvField.Date, null, "date datevalue eventvalue");
        yield return (CsvField.Website, null, "website websites websitevalue webpage url homepage webseite siteweb pageweb páginaweb");
        yield return (CsvField.Website, "personal", "personalwebpage");
        yield return (CsvField.WebsiteLabel, null, "websitelabel websitetype");
        yield return (CsvField.Profile, null, "profile profilevalue imvalue imaddress screenname");
        yield return (CsvField.ProfileService, null, "profileservice imservice");
        yield return (CsvField.ProfileLabel, null, "profilelabel imtype imlabel");
        yield return (CsvField.Related, null, "relatedname relationvalue");
        yield return (CsvField.Related, "spouse", "spouse");
        yield return (CsvField.Related, "child", "children");
        yield return (CsvField.Related, "manager", "managersname");
        yield return (CsvField.Related, "assistant", "assistantsname");
        yield return (CsvField.Related, "referred by", "referredby");
        yield return (CsvField.Relation, null, "relatedrelation relationlabel relationtype");
        yield return (CsvField.CustomLabel, null, "customlabel customfieldlabel customfieldtype");
        yield return (CsvField.CustomValue, null, "customvalue customfieldvalue");
        yield return (CsvField.Notes, null, "notes note notizen remarques notas");
        yield return (CsvField.PrivateNotes, null, "privatenotes");
        yield return (CsvField.Tags, null, "tags labels categories groupmembership kategorien catégories categorías categorie");
        yield return (CsvField.Sensitivity, null, "sensitivity private");
        yield return (CsvField.Photo, null, "photo");
        yield return (CsvField.AddressLabel, null, "addresslabel addresstype");
        yield return (CsvField.AddressText, null, "address addressformatted");
        yield return (CsvField.AddressText, null, "homeaddress businessaddress otheraddress workaddress");
        yield return (CsvField.PostOfficeBox, null, "pobox addresspobox homeaddresspobox businessaddresspobox otheraddresspobox");
        yield return (CsvField.ExtendedAddress, null, "addressextendedaddress");
        yield return (
            CsvField.Street,
            null,
            "street addressstreet streetaddress homestreet businessstreet otherstreet workstreet straße straßeprivat straßegeschäftlich "
                + "rue ruebureau ruedomicile rueautre calle"
        );
        yield return (
            CsvField.City,
            null,
            "city addresscity homecity businesscity othercity workcity ort ortprivat ortgeschäftlich ville ciudad "
                + "villebureau villedomicile villeautre"
        );
        yield return (
            CsvField.Region,
            null,
            "region state province addressregion homestate businessstate otherstate workstate homecounty workcounty bundeslandkanton "
                + "déprégionbureau déprégiondomicile déprégionautre"
        );
        yield return (
            CsvField.PostalCode,
            null,
            "postalcode zip zipcode postcode addresspostalcode homepostalcode businesspostalcode otherpostalcode homezipcode workzipcode "
                + "homezip workzip homepostcode workpostcode plz postleitzahl postleitzahlprivat postleitzahlgeschäftlich codepostal "
                + "códigopostal codepostalbureau codepostaldomicile codepostalautre"
        );
        yield return (
            CsvField.Country,
            null,
            "country addresscountry homecountryregion businesscountryregion othercountryregion homecountry businesscountry othercountry "
                + "workcountry land landregion pays país paysrégionbureau paysrégiondomicile paysrégionautre"
        );
    }

    public static (CsvField Field, string? Label) Find(string key) => Known.GetValueOrDefault(key);

    /// <summary>The place at the start of a header or, in German and French, at its end: home, work, other; empty for none.</summary>
    public static string Place(string key) =>
        key switch
        {
            _ when Begins(key, "home") && key is not "homepage" => "home",
            _ when Begins(key, "business") || Begins(key, "work") => "work",
            _ when Begins(key, "other") => "other",
            _ when Ends(key, "privat") || Ends(key, "domicile") => "home",
            _ when Ends(key, "geschäftlich") || Ends(key, "bureau") => "work",
            _ when Ends(key, "autre") => "other",
            _ => "",
        };

    public static bool IsAddress(CsvField field) => field is >= CsvField.AddressLabel and <= CsvField.Country;

    /// <summary>Whether such a column identifies a person. A file without any of them is not a list of contacts.</summary>
    public static bool IsIdentity(CsvField field) =>
        field
            is CsvField.Name
                or CsvField.FirstName
                or CsvField.LastName
                or CsvField.FileAs
                or CsvField.Nickname
                or CsvField.Email
                or CsvField.Phone
                or CsvField.Company;

    private static bool Ends(string key, string word) => key.EndsWith(word, StringComparison.Ordinal);

    private static bool Begins(string key, string word) => key.StartsWith(word, StringComparison.Ordinal);
}
