using PmCrm.App.Data;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Contacts for tests that are about something else: written straight into the database.</summary>
public static class Contacts
{
    public static async Task<Guid> AddContact(this AppFixture app, Person owner, string name = "Grace")
    {
        var id = Guid.CreateVersion7();
        await app.Database.Execute($"insert into contacts (id, owner_id, name) values ({id}, {owner.Id}, {name})", default);
        return id;
    }

    public static Task<DateTimeOffset?> LastInteraction(this AppFixture app, Guid contact) =>
        app.Database.FirstOrDefault($"select last_interaction_at from contacts where id = {contact}", row => row.TimeOrNull(0), default);
}
