using System.Globalization;
using CsCheck;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Merge;
using PmCrm.App.Tests.Contacts;

namespace PmCrm.App.Tests.Merge;

public sealed class ContactMergeTests
{
    [Fact]
    public void Merging_loses_no_value_of_either_contact() =>
        Gen.Select(ContactGen.Any, ContactGen.Any)
            .Sample(
                (kept, other) =>
                {
                    var merged = ContactMerge.Join(kept, other).Contact;

                    foreach (var contact in new[] { kept, other })
                    {
                        Assert.Subset(merged.Emails.ToHashSet(), contact.Emails.ToHashSet());
                        Assert.Subset(merged.Tags.ToHashSet(StringComparer.OrdinalIgnoreCase), contact.Tags.ToHashSet());
                        Assert.Subset(merged.Addresses.ToHashSet(), contact.Addresses.ToHashSet());
                        Assert.All(contact.Phones, phone =>
                            Assert.Contains(merged.Phones, p =>
                                PhoneNumbers.Normalise(p.Number) == PhoneNumbers.Normalise(phone.Number)
                                && (phone.Label is null || p.Label == phone.Label)
                            )
                        );
                        Assert.Subset(merged.Dates.ToHashSet(), contact.Dates.ToHashSet());
                        Assert.Subset(merged.Websites.ToHashSet(), contact.Websites.ToHashSet());
                        Assert.Subset(merged.Profiles.ToHashSet(), contact.Profiles.ToHashSet());
                        Assert.Subset(merged.RelatedPeople.ToHashSet(), contact.RelatedPeople.ToHashSet());
                        Assert.Subset(merged.CustomFields.ToHashSet(), contact.CustomFields.ToHashSet());
                        Assert.All(contact.EmailLabels, label =>
                            Assert.True(
                                merged.EmailLabels.Contains(label)
                                    || merged.CustomFields.Contains(new() { Label = label.Label, Value = label.Address })
                            )
                        );
                        foreach (
                            var text in new[]
                            {
                                contact.Name,
                                contact.Company,
                                contact.JobTitle,
                                contact.Nickname,
                                contact.Department,
                                contact.ExternalId,
                                contact.Notes,
                                contact.Birthday?.ToString("O", CultureInfo.InvariantCulture),
                            }
                        )
                            Assert.Contains(text ?? "", Everything(merged), StringComparison.Ordinal);
                        Assert.Contains(contact.PrivateNotes ?? "", merged.PrivateNotes ?? "", StringComparison.Ordinal);
                    }
                    Assert.Equal(kept.Name, merged.Name);
                }
            );

    [Fact]
    public void Private_notes_stay_private() =>
        Gen.Select(ContactGen.Any, ContactGen.Any)
            .Sample(
                (kept, other) =>
                {
                    other = other with { PrivateNotes = "planted-value-1" };

                    Assert.DoesNotContain(
                        "planted-value-1",
                        Everything(ContactMerge.Join(kept, other).Contact with { PrivateNotes = null }),
                        StringComparison.Ordinal
                    );
                },
                iter: 50
            );

    [Fact]
    public void A_value_that_differs_is_reported_and_moves_to_the_notes()
    {
        var merged = ContactMerge.Join(
            new()
            {
                Name = "Anna Muster",
                Company = "Muster GmbH",
                Notes = "Old friend",
            },
            new()
            {
                Name = "A. Muster",
                Company = "Example AG",
                JobTitle = "Engineer",
            }
        );

        Assert.Equal(
            [new("name", "Anna Muster", "A. Muster"), new MergeConflict("company", "Muster GmbH", "Example AG")],
            merged.Conflicts
        );
        Assert.Equal("Old friend\n\nAlso known as: A. Muster\n\nCompany: Example AG", merged.Contact.Notes);
        Assert.Equal("Engineer", merged.Contact.JobTitle);
    }

    [Fact]
    public void One_number_in_two_formats_becomes_one_entry_with_the_label()
    {
        var merged = ContactMerge.Join(
            new() { Name = "Anna", Phones = [new() { Number = "+49 30 123" }] },
            new() { Name = "Anna", Phones = [new() { Number = "0049 (30) 123", Label = "home" }] }
        );

        Assert.Equal([new PhoneNumber { Number = "+49 30 123", Label = "home" }], merged.Contact.Phones);
    }

    [Theory]
    [InlineData("+49 30 123-45", "+493012345")]
    [InlineData("0049 (30) 123.45 ext. 6", "+493012345x6")]
    [InlineData("030 12345", "03012345")]
    public void Numbers_are_compared_without_punctuation(string written, string normal) =>
        Assert.Equal(normal, PhoneNumbers.Normalise(written));

    private static string Everything(ContactFields contact) =>
        string.Join(
            '\n',
            contact.Name,
            contact.Company,
            contact.JobTitle,
            contact.Nickname,
            contact.Department,
            contact.ExternalId,
            contact.Notes,
            contact.PrivateNotes,
            contact.Birthday?.ToString("O", CultureInfo.InvariantCulture),
            string.Join(' ', contact.Emails),
            string.Join(' ', contact.Tags)
        );
}
