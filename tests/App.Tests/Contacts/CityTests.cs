using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>Addresses are encrypted: a city is found by its fingerprints, which are updated with every change of the addresses.</summary>
public sealed class CityTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_city_follows_a_change_of_the_addresses()
    {
        var client = (await app.NewPerson()).Client;
        var anna = await client.Create("""{"name":"Anna","addresses":[{"city":"Bern"}]}""");

        anna = await ContactRequests.Read(await client.Patch(anna, """{"addresses":[{"city":"Basel"}]}"""));
        Assert.Equal(("", "Anna"), (await Found(client, "Bern"), await Found(client, "Basel")));

        await client.Patch(anna, """{"addresses":[]}""");
        Assert.Equal("", await Found(client, "Basel"));
    }

    [Fact]
    public async Task Another_accounts_city_is_not_found_and_city_names_are_not_in_the_database()
    {
        var (owner, stranger) = (await app.NewPerson(), await app.NewPerson());
        var anna = await owner.Client.Create("""{"name":"Anna","addresses":[{"city":"Plantedcity"}]}""");
        var bert = await stranger.Client.Create("""{"name":"Bert","addresses":[{"city":"Plantedcity"}]}""");

        Assert.Equal("Anna", await Found(owner.Client, "plantedcity"));
        var rows = await app.Database.Query(
            $"select c::text, city_fingerprints[1] from contacts c where id = any({new[] { anna.Id, bert.Id }})",
            row => (Text: row.GetString(0), Fingerprint: Convert.ToHexString(row.Bytes(1)!)),
            default
        );
        Assert.All(rows, row => Assert.DoesNotContain("plantedcity", row.Text, StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(rows[0].Fingerprint, rows[1].Fingerprint);
    }

    /// <summary>Writes as a version without fingerprints does, during a rollout.</summary>
    [Fact]
    public async Task Addresses_written_by_an_older_version_are_not_found_by_the_city_of_before_and_by_their_own_after_the_worker()
    {
        var person = await app.NewPerson();
        var anna = await person.Client.Create("""{"name":"Anna","addresses":[{"city":"Bern"}]}""");
        var bert = await person.Client.Create("""{"name":"Bert"}""");
        var moved = app.Services.GetRequiredService<ContactCipher>().Addresses([new PostalAddress { City = "Basel" }], person.Id);
        await app.Database.Execute($"update contacts set addresses_cipher = {moved} where id = any({new[] { anna.Id, bert.Id }})", default);

        Assert.Equal(("", ""), (await Found(person.Client, "Bern"), await Found(person.Client, "Basel")));
        await Work();

        Assert.Equal(("", "Anna,Bert"), (await Found(person.Client, "Bern"), await Found(person.Client, "Basel")));
        Assert.Equal(anna.Etag, (await person.Client.Fetch(anna.Id)).Etag);
    }

    [Fact]
    public async Task Addresses_whose_key_is_lost_do_not_keep_the_others_from_being_found()
    {
        var person = await app.NewPerson();
        var lost = await app.AddContact(person);
        var bert = await app.AddContact(person, "Bert");
        var cipher = app.Services.GetRequiredService<ContactCipher>().Addresses([new PostalAddress { City = "Basel" }], person.Id);
        var unreadable = new ContactCipher(new FieldEncryption(["a planted key that nobody has any more"])).Addresses(
            [new PostalAddress { City = "Basel" }],
            person.Id
        );
        await app.Database.Execute($"update contacts set addresses_cipher = {unreadable} where id = {lost}", default);
        await app.Database.Execute($"update contacts set addresses_cipher = {cipher} where id = {bert}", default);

        await Work();

        Assert.Equal("Bert", await Found(person.Client, "Basel"));
    }

    [Fact]
    public async Task Addresses_whose_key_is_lost_are_found_once_it_is_back_and_are_not_asked_for_over_and_over_until_then()
    {
        const string Lost = "a planted key that comes back";
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        var unreadable = new ContactCipher(new FieldEncryption([Lost])).Addresses([new PostalAddress { City = "Basel" }], person.Id);
        await app.Database.Execute($"update contacts set addresses_cipher = {unreadable} where id = {contact}", default);

        // Comes to an end, twice.
        await Work();
        await Work();
        Assert.Equal("", await Found(person.Client, "Basel"));

        var encryption = new FieldEncryption([TestEnvironment.EncryptionKey, Lost]);
        var back = ActivatorUtilities.CreateInstance<CityWork>(app.Services, encryption, new ContactCipher(encryption));
        while (await back.DoNext(default)) { }

        Assert.Equal("Grace", await Found(person.Client, "Basel"));
    }

    [Fact]
    public async Task Addresses_that_are_damaged_do_not_keep_the_others_waiting()
    {
        var person = await app.NewPerson();
        var damaged = await app.AddContact(person);
        var cipher = app.Services.GetRequiredService<ContactCipher>().Addresses([new PostalAddress { City = "Basel" }], person.Id)!;
        cipher[^1] ^= 1;
        await app.Database.Execute($"update contacts set addresses_cipher = {cipher} where id = {damaged}", default);

        await Work();

        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"""
                select count(*)::int from contacts
                where id = {damaged} and cities_of is distinct from substring(addresses_cipher from 1 for 17)
                """,
                row => row.GetInt32(0),
                default
            )
        );
    }

    [Fact]
    public async Task A_city_is_found_while_the_key_changes_and_after()
    {
        const string Next = "planted-value-7-that-comes-after-the-one-before";
        var person = await app.NewPerson();
        var address = new PostalAddress { City = "Bern" };
        var (before, between, after) = (
            new ContactCipher(new FieldEncryption([TestEnvironment.EncryptionKey])),
            new ContactCipher(new FieldEncryption([Next, TestEnvironment.EncryptionKey])),
            new ContactCipher(new FieldEncryption([Next]))
        );

        static bool Meet(byte[]?[] stored, byte[]?[] asked) => stored.Any(one => asked.Any(other => one!.AsSpan().SequenceEqual(other)));

        Assert.True(Meet(before.CityFingerprints([address], person.Id), between.CityFingerprints([address], person.Id)));
        Assert.True(Meet(between.CityFingerprints([address], person.Id), after.CityFingerprints([address], person.Id)));
        Assert.False(Meet(before.CityFingerprints([address], person.Id), after.CityFingerprints([address], person.Id)));
    }

    [Theory]
    [InlineData("Sankt Gallen", "sankt gallen")]
    [InlineData("  Aix-en-Provence ", "aix en provence")]
    [InlineData("L'Aquila", "laquila")]
    [InlineData("Zu\u0308rich", "zurich")]
    [InlineData("東京都", "東京都")]
    [InlineData(" . ", "")]
    public void A_name_is_compared_without_case_accents_and_punctuation(string name, string folded) =>
        Assert.Equal(folded, PlainLetters.Fold(name));

    private static async Task<string> Found(HttpClient client, string city) =>
        string.Join(',', (await client.Pages($"/v1/contacts?city={city}")).Select(contact => contact.Text("name")));

    private async Task Work()
    {
        var work = ActivatorUtilities.CreateInstance<CityWork>(app.Services);
        while (await work.DoNext(default)) { }
    }
}
