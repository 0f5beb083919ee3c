using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Http;

namespace PmCrm.App.Commands;

/// <summary>The outcome of seeding.</summary>
public enum SeedOutcome
{
    /// <summary>The account was created with all of its content.</summary>
    Created,

    /// <summary>It already existed; nothing changed.</summary>
    Exists,

    /// <summary>Other people have accounts in this database; nothing changed.</summary>
    Refused,
}

/// <summary>
/// A demonstration account with contacts, interactions and reminders, which fills a new deployment. It is created in one transaction, so
/// that an interrupted run leaves nothing behind and can be repeated.
/// </summary>
public sealed class DemoAccount(Database db, ContactStore contacts, InteractionStore interactions, ReminderStore reminders)
{
    /// <summary>A reserved address that nobody can have (RFC 2606, section 3).</summary>
    public const string Email = "demo@example.com";

    private const string Zone = "Europe/Brussels";

    private static readonly string[] Companies = ["Example Ltd", "Example GmbH", "Example SA"];

    /// <param name="passwordHash">The hash of the account's password.</param>
    /// <param name="force">Create it even if other people have accounts.</param>
    /// <param name="now">The time to which the dates of its content are relative.</param>
    public Task<SeedOutcome> Create(string passwordHash, bool force, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.InTransaction(
            async session =>
            {
                var owner = Guid.CreateVersion7();
                var created = await session.Execute(
                    $"""
                    insert into users (id, email, display_name, password_hash, time_zone)
                    values ({owner}, {Email}, {"Demonstration"}, {passwordHash}, {Zone})
                    on conflict (email) do nothing
                    """,
                    cancellationToken
                );
                if (created == 0)
                    return SeedOutcome.Exists;
                if (!force && await HasOthers(session, owner, cancellationToken))
                {
                    await session.Execute($"delete from users where id = {owner}", cancellationToken);
                    return SeedOutcome.Refused;
                }
                for (var number = 1; number <= 12; number++)
                    await AddContact(session, owner, number, now, cancellationToken);
                return SeedOutcome.Created;
            },
            cancellationToken
        );

    private static Task<bool> HasOthers(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.FirstOrDefault($"select exists (select from users where id <> {owner})", row => row.GetBoolean(0), cancellationToken);

    private async Task AddContact(
        TransactionSession session,
        Guid owner,
        int number,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var contact = await contacts.Insert(
            session,
            owner,
            new ContactFields
            {
                Name = $"Demo Contact {number}",
                Emails = [$"contact{number}@example.com"],
                // A number that nobody has: 0000 in an area code without subscribers.
                Phones = [new PhoneNumber { Number = $"+32 2 000 00 {number:00}", Label = "work" }],
                Company = Companies[number % Companies.Length],
                JobTitle = number % 2 == 0 ? "Engineer" : "Designer",
                Birthday = new DateOnly(1980 + number, number, 10),
                Notes = $"Met at conference {number % 3 + 1}.",
                PrivateNotes = number % 4 == 0 ? "A private note: stored encrypted, and found by no search." : null,
                Tags = number % 3 == 0 ? ["conference", "friend"] : ["conference"],
            },
            cancellationToken
        );
        await AddInteraction(session, owner, contact.Id, InteractionKind.Meeting, now.AddDays(-10 * number), "Coffee", cancellationToken);
        await AddInteraction(
            session,
            owner,
            contact.Id,
            InteractionKind.Email,
            now.AddDays(-3 * number),
            "Sent the slides",
            cancellationToken
        );
        if (number % 2 == 0)
            await AddReminder(session, owner, contact, "Say hello", now.AddDays(number), rule: "FREQ=MONTHLY", now, cancellationToken);
        else
            await AddReminder(session, owner, contact, "Send the article", now.AddDays(number), rule: null, now, cancellationToken);
    }

    private Task<Interaction?> AddInteraction(
        TransactionSession session,
        Guid owner,
        Guid contact,
        InteractionKind kind,
        DateTimeOffset at,
        string summary,
        CancellationToken cancellationToken
    ) => interactions.Add(session, owner, contact, new InteractionWrite(kind, at, summary), cancellationToken);

    private async Task AddReminder(
        TransactionSession session,
        Guid owner,
        Contact contact,
        string title,
        DateTimeOffset at,
        string? rule,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Whole minutes, like times that people enter.
        var utc = at.UtcDateTime;
        var starts = new ZonedTime(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute)), TimeSpan.Zero);
        if (!Schedule.TryCreate(starts, Zone, Zone, rule, out var schedule, out var problem))
            throw new InvalidOperationException($"The demonstration's reminder is refused: {problem.Field} {problem.Rule}");
        var write = new ReminderWrite($"{title}: {contact.Name}", starts, Rrule: rule);
        await reminders.Add(session, owner, contact.Id, write, schedule, schedule.FirstFrom(now)!.Value, cancellationToken);
    }
}
