using Npgsql;
using PmCrm.App.Data;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Enrichment;

/// <summary>The outcome of a decision.</summary>
public enum DecisionOutcome
{
    Done,

    /// <summary>The proposal does not exist.</summary>
    NotFound,

    /// <summary>It was already decided the other way.</summary>
    Decided,

    /// <summary>The contact's field has changed since the proposal was made.</summary>
    ContactChanged,

    /// <summary>The contact's list is full.</summary>
    DoesNotFit,
}

/// <summary>Proposals in PostgreSQL, open and decided.</summary>
public sealed class EnrichmentStore(Database db, ContactStore contacts)
{
    private const string Order = "enrichment:found";
    private const string Open = "open";
    private const string Accepted = "accepted";
    private const string Rejected = "rejected";

    private static readonly Sql Columns = Sql.Of($"id, contact_id, field, old_value, new_value, source, found_at, status, decided_at");

    public Task<Contact?> Contact(Guid owner, Guid contact, CancellationToken cancellationToken) =>
        contacts.Find(db, owner, contact, cancellationToken);

    /// <summary>Replaces the open proposals with the new ones; rejected values are not proposed again.</summary>
    /// <returns>Null if the contact no longer exists.</returns>
    public Task<List<EnrichmentProposal>?> Propose(
        Guid owner,
        Guid contact,
        string source,
        FoundPerson? found,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction<List<EnrichmentProposal>?>(
            async session =>
            {
                if (await contacts.Find(session, owner, contact, cancellationToken, locked: true) is not { } current)
                    return null;
                await session.Execute(
                    $"delete from enrichment_proposals where owner_id = {owner} and contact_id = {contact} and status = {Open}",
                    cancellationToken
                );
                foreach (var (field, old, value) in found is null ? [] : EnrichmentFields.Differences(current, found))
                    await session.Execute(
                        $"""
                        insert into enrichment_proposals (id, owner_id, contact_id, field, old_value, new_value, source)
                        select {Guid.CreateVersion7()}, {owner}, {contact}, {field}, {old}, {value}, {source}
                        where not exists (
                            select from enrichment_proposals where owner_id = {owner} and contact_id = {contact} and field = {field}
                                and lower(new_value) = lower({value}) and status = {Rejected})
                        """,
                        cancellationToken
                    );
                return await session.Query(
                    $"""
                    select {Columns} from enrichment_proposals
                    where owner_id = {owner} and contact_id = {contact} and status = {Open} order by field
                    """,
                    Read,
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <summary>Open and decided proposals, newest first; null if the contact does not exist.</summary>
    public async Task<Page<EnrichmentProposal>?> List(
        Guid owner,
        Guid contact,
        Cursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var exists = await db.FirstOrDefault(
            $"select true from contacts where owner_id = {owner} and id = {contact} and deleted_at is null",
            row => row.GetBoolean(0),
            cancellationToken
        );
        if (!exists)
            return null;
        var from = after is null ? Sql.Empty : Sql.Of($" and (found_at, id) < ({after.Time}, {after.Id})");
        var rows = await db.Query(
            $"""
            select {Columns} from enrichment_proposals where owner_id = {owner} and contact_id = {contact}{from}
            order by found_at desc, id desc limit {limit + 1}
            """,
            Read,
            cancellationToken
        );
        return Page.Of(rows, limit, row => Cursor.At(Order, row.FoundAt, row.Id));
    }

    /// <summary>Reads the cursor of <see cref="List"/>.</summary>
    public static bool TryReadCursor(string text, out Cursor? cursor) => Cursor.TryParseTimed(text, Order, out cursor);

    /// <summary>Writes the value into the contact. Accepting again changes nothing.</summary>
    public Task<(DecisionOutcome Outcome, EnrichmentProposal? Proposal)> Accept(
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        Decide(
            owner,
            contact,
            id,
            Accepted,
            async (session, current, proposal) =>
            {
                if (EnrichmentFields.Current(current, proposal.Field) != proposal.OldValue)
                    return DecisionOutcome.ContactChanged;
                var fields = ContactRules.Normalize(EnrichmentFields.Apply(current, proposal.Field, proposal.NewValue));
                if (ContactRules.Check(fields).Count > 0)
                    return DecisionOutcome.DoesNotFit;
                await contacts.Replace(session, owner, contact, new IfMatch(current.Version), fields, cancellationToken);
                return DecisionOutcome.Done;
            },
            cancellationToken
        );

    /// <summary>Rejects the value: it is not proposed again. Rejecting again changes nothing.</summary>
    public Task<(DecisionOutcome Outcome, EnrichmentProposal? Proposal)> Reject(
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) => Decide(owner, contact, id, Rejected, (_, _, _) => Task.FromResult(DecisionOutcome.Done), cancellationToken);

    /// <summary>Every proposal of the owner, for an export.</summary>
    public IAsyncEnumerable<EnrichmentProposal> All(DatabaseSession session, Guid owner, CancellationToken cancellationToken) =>
        session.Stream(
            $"select {Columns} from enrichment_proposals where owner_id = {owner} order by found_at, id",
            Read,
            cancellationToken
        );

    private static Task<EnrichmentProposal?> Find(
        DatabaseSession session,
        Guid owner,
        Guid contact,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        session.FirstOrDefault(
            $"select {Columns} from enrichment_proposals where owner_id = {owner} and contact_id = {contact} and id = {id}",
            Read,
            cancellationToken
        );

    /// <summary>Decides an open proposal. If it already has the same decision, it is returned unchanged.</summary>
    /// <param name="status">The new status.</param>
    /// <param name="act">The change of the contact, which is locked; the proposal is decided only if it succeeds.</param>
    private Task<(DecisionOutcome Outcome, EnrichmentProposal? Proposal)> Decide(
        Guid owner,
        Guid contact,
        Guid id,
        string status,
        Func<TransactionSession, Contact, EnrichmentProposal, Task<DecisionOutcome>> act,
        CancellationToken cancellationToken
    ) =>
        db.InTransaction<(DecisionOutcome, EnrichmentProposal?)>(
            async session =>
            {
                var current = await contacts.Find(session, owner, contact, cancellationToken, locked: true);
                var proposal = await Find(session, owner, contact, id, cancellationToken);
                if (current is null || proposal is null)
                    return (DecisionOutcome.NotFound, null);
                if (proposal.Status != Open)
                    return (proposal.Status == status ? DecisionOutcome.Done : DecisionOutcome.Decided, proposal);
                var outcome = await act(session, current, proposal);
                return (outcome, outcome == DecisionOutcome.Done ? await Close(session, owner, id, status, cancellationToken) : null);
            },
            cancellationToken
        );

    private static Task<EnrichmentProposal?> Close(
        DatabaseSession session,
        Guid owner,
        Guid id,
        string status,
        CancellationToken cancellationToken
    ) =>
        session.FirstOrDefault(
            $"""
            update enrichment_proposals set status = {status}, decided_at = now() where owner_id = {owner} and id = {id} returning {Columns}
            """,
            Read,
            cancellationToken
        );

    private static EnrichmentProposal Read(NpgsqlDataReader row) =>
        new()
        {
            Id = row.GetGuid(0),
            ContactId = row.GetGuid(1),
            Field = row.GetString(2),
            OldValue = row.Text(3),
            NewValue = row.GetString(4),
            Source = row.GetString(5),
            FoundAt = row.Time(6),
            Status = row.GetString(7),
            DecidedAt = row.TimeOrNull(8),
        };
}
