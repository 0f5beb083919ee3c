using CsCheck;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>Valid contacts, with each field sometimes present and sometimes absent.</summary>
internal static class ContactGen
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abcdeäöüxyz"], 1, 8];
    private static readonly Gen<string?> Maybe = Gen.OneOf(Gen.Const((string?)null), Word.Select(word => (string?)word));

    private static readonly Gen<PhoneNumber> Phone = Gen.Select(Gen.Int[100, 120], Choice.Of("home", "work", null), (number, label) =>
        new PhoneNumber { Number = $"+49 30 {number}", Label = label }
    );

    private static readonly Gen<PostalAddress> Address = Gen.Select(Word, Maybe, Maybe, (street, city, label) => new PostalAddress
        {
            Street = street,
            City = city,
            Label = label,
        });

    private static readonly Gen<DateOnly?> Birthday = Gen.OneOf(
        Gen.Const((DateOnly?)null),
        Gen.Int[0, 3].Select(i => (DateOnly?)new DateOnly(1990 + i, 1, 1))
    );

    public static readonly Gen<ContactFields> Basic = Gen.Select(
            Word,
            Word.List[0, 3],
            Phone.List[0, 3],
            Address.List[0, 3],
            Word.List[0, 3]
        )
        .SelectMany(
            (name, emails, phones, addresses, tags) =>
                Gen.Select(Maybe, Maybe, Birthday, Maybe, Maybe)
                    .Select(
                        (company, title, birthday, notes, privateNotes) =>
                            new ContactFields
                            {
                                Name = name,
                                Emails = [.. emails.Select((_, i) => $"person{i}{name.Length}@example.com")],
                                Phones = phones,
                                Addresses = addresses,
                                Company = company,
                                JobTitle = title,
                                Birthday = birthday,
                                Notes = notes,
                                PrivateNotes = privateNotes,
                                Tags = tags,
                            }
                    )
        );

    private static readonly Gen<ContactDate> Date = Gen.Select(
        Choice.Of(ContactDateKind.Anniversary, ContactDateKind.Other, ContactDateKind.Birthday),
        Maybe,
        Choice.Of("--12-31", "--02-29", "--12", "1990-12", "1990"),
        (kind, label, date) =>
            new ContactDate
            {
                Kind = kind,
                Label = label,
                Date = date,
            }
    );

    private static readonly Gen<Website> Website = Gen.Select(Word, Maybe, (word, label) =>
        new Website { Url = $"https://example.com/{word}", Label = label }
    );

    private static readonly Gen<SocialProfile> Profile = Gen.Select(Maybe, Word, Maybe, (service, value, label) => new SocialProfile
        {
            Service = service,
            Value = value,
            Label = label,
        });

    private static readonly Gen<RelatedPerson> Related = Gen.Select(Word, Maybe, (name, relation) =>
        new RelatedPerson { Name = name, Relation = relation }
    );

    private static readonly Gen<CustomField> Custom = Gen.Select(Word, Word, (label, value) =>
        new CustomField { Label = label, Value = value }
    );

    public static readonly Gen<ContactFields> Any = Gen.Select(
            Basic,
            Date.List[0, 3],
            Website.List[0, 3],
            Profile.List[0, 3],
            Related.List[0, 3]
        )
        .SelectMany(
            (basic, dates, websites, profiles, related) =>
                Gen.Select(Custom.List[0, 3], Maybe, Maybe, Maybe, Maybe)
                    .Select(
                        (custom, nickname, department, externalId, label) =>
                            ContactRules.Normalize(
                                basic with
                                {
                                    Dates = dates,
                                    Websites = websites,
                                    Profiles = profiles,
                                    RelatedPeople = related,
                                    CustomFields = custom,
                                    Nickname = nickname,
                                    Department = department,
                                    ExternalId = externalId,
                                    EmailLabels = label is null
                                        ? []
                                        : [.. basic.Emails.Take(2).Select(email => new EmailLabel { Address = email, Label = label })],
                                }
                            )
                    )
        );
}
