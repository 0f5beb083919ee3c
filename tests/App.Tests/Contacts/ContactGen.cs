using CsCheck;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>Contacts that the rules accept, with every field now present, now absent.</summary>
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

    public static readonly Gen<ContactFields> Any = Gen.Select(Word, Word.List[0, 3], Phone.List[0, 3], Address.List[0, 3], Word.List[0, 3])
        .SelectMany(
            (name, emails, phones, addresses, tags) =>
                Gen.Select(
                        Maybe,
                        Maybe,
                        Gen.OneOf(Gen.Const((DateOnly?)null), Gen.Int[0, 3].Select(i => (DateOnly?)new DateOnly(1990 + i, 1, 1))),
                        Maybe,
                        Maybe
                    )
                    .Select(
                        (company, title, birthday, notes, privateNotes) =>
                            ContactRules.Normalize(
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
                    )
        );
}
