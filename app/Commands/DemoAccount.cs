using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Http;

namespace PmCrm.App.Commands;

/// <summary>What came of a seed.</summary>
public enum SeedOutcome
{
    /// <summary>The account is there now, with everything in it.</summary>
    Created,

    /// <summary>It was there already; nothing changed.</summary>
    Exists,

    /// <summary>Other people have accounts here; nothing changed.</summary>
    Refused,
}

/// <summary>
/// The account that shows a new deployment with something in it: contacts, interactions and reminders. All of it in one transaction, so
/// that a seed that was cut short leaves nothing, and the next one begins anew.
/// </summary>
public sealed class DemoAccount(Database db, ContactStore contacts, InteractionStore interactions, ReminderStore reminders)
{
    /// <summary>An address that belongs to nobody (RFC 2606, section 3).</summary>
    public const string Email = "demo@example.com";

    private const string Zone = "Europe/Brussels";

    private static readonly string[] Companies = ["Example Ltd", "Example GmbH", "Example SA"];

    /// <param name="passwordHash">What the password hasher made of the password to sign in with.</param>
    /// <param name="force">Create it where other people have accounts too.</param>
    /// <param name="now">The moment that the dates of its content count from.</param>
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
                // A number that is nobody's: 0000 of an area without subscribers.
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
        // Whole minutes, as people write them.
        var utc = at.UtcDateTime;
        var starts = new ZonedTime(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute)), TimeSpan.Zero);
        if (!Schedule.TryCreate(starts, Zone, Zone, rule, out var schedule, out var problem))
            throw new InvalidOperationException($"The demonstration's reminder is refused: {problem.Field} {problem.Rule}");
        var write = new ReminderWrite($"{title}: {contact.Name}", starts, Rrule: rule);
        await reminders.Add(session, owner, contact.Id, write, schedule, schedule.FirstFrom(now)!.Value, cancellationToken);
    }
}
