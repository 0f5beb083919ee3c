using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>Contacts that are created by one statement are those that one statement for each creates.</summary>
public sealed class NewContactTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Whatever_contacts_have_all_of_it_comes_back_from_the_database_in_its_order()
    {
        var person = await app.NewPerson();
        var store = app.Services.GetRequiredService<ContactStore>();
        var cipher = app.Services.GetRequiredService<ContactCipher>();

        await ContactGen
            .Any.Array[0, 30]
            .SampleAsync(
                async generated =>
                {
                    ContactFields[] contacts = [.. generated.Select(ContactRules.Normalize)];
                    var ids = await app.Database.InTransaction(session => store.InsertAll(session, person.Id, contacts, default), default);

                    Assert.Equal(contacts.Length, ids.Count);
                    for (var i = 0; i < contacts.Length; i++)
                    {
                        var read = (await store.Find(app.Database, person.Id, ids[i], default))!;
                        // A tag keeps the spelling that it was created with.
                        Assert.Equal(Json(contacts[i] with { Tags = [] }), Json(read.FieldsOnly() with { Tags = [] }));
                        Assert.Equal(contacts[i].Tags.Count, read.Tags.Count);
                        var fingerprints = await app.Database.FirstOrDefault(
                            $"select phone_fingerprints, city_fingerprints from contacts where id = {ids[i]}",
                            row => (Phones: row.GetFieldValue<byte[][]>(0), Cities: row.IsDBNull(1) ? [] : row.GetFieldValue<byte[][]>(1)),
                            default
                        );
                        Assert.Equal(cipher.PhoneFingerprints(contacts[i].Phones, person.Id)!, fingerprints.Phones);
                        Assert.Equal(cipher.CityFingerprints(contacts[i].Addresses, person.Id)!, fingerprints.Cities);
                    }
                },
                iter: 20,
                threads: 1
            );
    }

    private static string Json(ContactFields contact) => JsonSerializer.Serialize(contact, ContactJson.Default.ContactFields);
}
