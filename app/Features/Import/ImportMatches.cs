using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;

namespace PmCrm.App.Features.Import;

/// <summary>The existing contact that matches a row.</summary>
/// <param name="By">"id", "externalId", "email", "phone" or "name".</param>
public sealed record ImportMatch(Guid ContactId, string By);

/// <summary>
/// Finds existing contacts that match rows. An identifier that this or another program assigned is enough. An e-mail address or phone
/// number may be shared by a family or a company, so the names must also share a word. A name alone is enough if one of the two contacts
/// has no address or number that could distinguish them.
/// </summary>
public sealed class ImportMatches(ContactCipher cipher)
{
    private sealed record Candidate(Guid Id, string Name, string? ExternalId, string[] Emails, byte[][] Phones)
    {
        public bool HasReachability => Emails.Length + Phones.Length > 0;
    }

    /// <returns>The matches by the line of their row.</returns>
    internal async Task<Dictionary<int, ImportMatch>> Find(
        DatabaseSession session,
        Guid owner,
        IReadOnlyList<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        var matches = new Dictionary<int, ImportMatch>();
        if (rows.Count == 0)
            return matches;
        var fingerprints = rows.ToDictionary(
            row => row.Line,
            row => cipher.PhoneFingerprints(row.Contact!.Phones, owner).OfType<byte[]>().ToArray()
        );
        var candidates = await Candidates(session, owner, rows, fingerprints.Values, cancellationToken);
        var byId = candidates.ToDictionary(candidate => candidate.Id);
        var byExternalId = candidates.Where(one => one.ExternalId is not null).ToLookup(one => one.ExternalId!, StringComparer.Ordinal);
        var byEmail = candidates
            .SelectMany(one => one.Emails, (one, email) => (one, email))
            .ToLookup(pair => pair.email, pair => pair.one, StringComparer.OrdinalIgnoreCase);
        var byPhone = candidates
            .SelectMany(one => one.Phones, (one, phone) => (one, phone))
            .ToLookup(pair => Convert.ToHexString(pair.phone), pair => pair.one);
        var byName = candidates.ToLookup(one => one.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            var contact = row.Contact!;
            var phones = fingerprints[row.Line];
            var hasReachability = contact.Emails.Count + phones.Length > 0;
            (Candidate? One, string By)[] ways =
            [
                (row.OwnId is { } id ? byId.GetValueOrDefault(id) : null, "id"),
                (contact.ExternalId is { } external ? byExternalId[external].FirstOrDefault() : null, "externalId"),
                (contact.Emails.SelectMany(email => byEmail[email]).FirstOrDefault(one => SharesWord(one.Name, contact.Name)), "email"),
                (
                    phones
                        .SelectMany(phone => byPhone[Convert.ToHexString(phone)])
                        .FirstOrDefault(one => SharesWord(one.Name, contact.Name)),
                    "phone"
                ),
                (byName[contact.Name].FirstOrDefault(one => !hasReachability || !one.HasReachability), "name"),
            ];
            if (Array.Find(ways, way => way.One is not null) is { One: { } match, By: var by })
                matches.Add(row.Line, new(match.Id, by));
        }
        return matches;
    }

    /// <summary>
    /// Applies to the transaction only: if the values are known when the query is planned, PostgreSQL looks each of them up in a hash table
    /// (https://www.postgresql.org/docs/release/14.0/, "hash lookup for IN clauses with many constants") instead of comparing all with all.
    /// </summary>
    internal static Task<int> PlanForTheseRows(DatabaseSession session, CancellationToken cancellationToken) =>
        session.Execute($"set local plan_cache_mode = force_custom_plan", cancellationToken);

    private static Task<List<Candidate>> Candidates(
        DatabaseSession session,
        Guid owner,
        IReadOnlyList<ImportRow> rows,
        IEnumerable<byte[][]> fingerprints,
        CancellationToken cancellationToken
    )
    {
        var ids = rows.Select(row => row.OwnId).OfType<Guid>().ToArray();
        var externalIds = rows.Select(row => row.Contact!.ExternalId).OfType<string>().ToArray();
        var emails = rows.SelectMany(row => row.Contact!.Emails).Select(email => email.ToLowerInvariant()).Distinct().ToArray();
        byte[]?[] phones = [.. fingerprints.SelectMany(phone => phone)];
        var names = rows.Select(row => row.Contact!.Name.ToLowerInvariant()).Distinct().ToArray();
        // One pass over the owner's contacts for hundreds of rows; an index would need a lookup for each value of each row.
        return session.Query(
            $"""
            select c.id, c.name, c.external_id, c.emails, c.phone_fingerprints from contacts c
            where c.owner_id = {owner} and c.deleted_at is null and (
                c.id = any({ids}) or c.external_id = any({externalIds}) or c.sort_name = any({names})
                or exists (select from unnest(c.emails) as email where lower(email) = any({emails}))
                or exists (select from unnest(c.phone_fingerprints) as phone where phone = any({phones})))
            order by c.created_at, c.id
            """,
            row => new Candidate(row.GetGuid(0), row.GetString(1), row.Text(2), row.Texts(3), row.GetFieldValue<byte[][]>(4)),
            cancellationToken
        );
    }

    // A contact whose name is its address or number has no name to compare.
    private static bool SharesWord(string one, string other) =>
        IsNoName(one) || IsNoName(other) || Words(one).Intersect(Words(other), StringComparer.OrdinalIgnoreCase).Any();

    private static bool IsNoName(string name) => name.Contains('@', StringComparison.Ordinal) || !name.Any(char.IsLetter);

    private static string[] Words(string name) => name.Split([' ', ',', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
}
