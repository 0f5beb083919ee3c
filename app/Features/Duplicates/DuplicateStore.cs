using System.Buffers.Binary;
using PmCrm.App.Data;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Duplicates;

/// <summary>
/// The pairs of an account, found once for each state of its contacts: the pages of one list, and every question until something changes,
/// are
/// answered from memory.
/// </summary>
public sealed class DuplicateStore(Database db)
{
    /// <summary>How many contacts are compared, the latest written first.</summary>
    public const int MaxExamined = 20_000;

    /// <summary>Pairs that are kept, of all accounts together: 48 bytes each. Most accounts have some dozens.</summary>
    private const int MaxKeptPairs = 120_000;

    /// <summary>Accounts whose pairs are kept.</summary>
    private const int MaxKept = 1000;

    /// <summary>Contacts from which on comparing them takes much memory.</summary>
    private const int LargeAccount = 2_000;

    /// <summary>The least score that anybody can ask for.</summary>
    private const double MinScore = 0.1;

    private readonly FairGate gate = new(slots: 1, maxWaitingPerKey: 10, maxWaiting: 200, timeout: TimeSpan.FromSeconds(20));
    private readonly Lock access = new();
    private readonly Dictionary<Guid, Found> kept = [];
    private long uses;

    /// <summary>How often pairs were computed rather than remembered.</summary>
    public int Computations { get; private set; }

    /// <exception cref="TooBusyException">Too many such requests wait, of this owner or of all.</exception>
    public async Task<IReadOnlyList<DuplicatePair>> Pairs(Guid owner, CancellationToken cancellationToken)
    {
        if (Known(owner, await State(owner, cancellationToken)) is { } known)
            return known;
        using var _ = await gate.Enter(owner.ToString("N"), cancellationToken);
        // Whoever waited for the same finds it done.
        var state = await State(owner, cancellationToken);
        if (Known(owner, state) is { } done)
            return done;
        var (pairs, examined) = await Compute(owner, cancellationToken);
        Keep(owner, new Found(state, pairs));
        if (examined >= LargeAccount)
            ReturnMemory();
        return pairs;
    }

    private async Task<(IReadOnlyList<DuplicatePair> Pairs, int Examined)> Compute(Guid owner, CancellationToken cancellationToken)
    {
        var contacts = await Candidates(owner, cancellationToken);
        var pairs = await FairGate.OnOwnThread(() => DuplicateFinder.Find(contacts, MinScore, cancellationToken), cancellationToken);
        return (pairs, contacts.Count);
    }

    /// <summary>
    /// Gives what comparing many contacts took, some 30 MB of large arrays, back to the node. Left to itself, the collector finds them when
    /// as much again has been allocated, which a backend that answers small requests does not do for long. It is the case that
    /// https://learn.microsoft.com/dotnet/standard/garbage-collection/induced names: less memory is in use at one point of the code.
    /// It costs some ten milliseconds, after a second of work that only one account does at a time.
    /// </summary>
    private static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>What the API shows of the contacts, as they are now; one that was deleted meanwhile is absent.</summary>
    public async Task<Dictionary<Guid, DuplicateContact>> Contacts(
        Guid owner,
        IEnumerable<Guid> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await db.Query(
                $"select id, name, emails from contacts where owner_id = {owner} and id = any({ids.Distinct().ToArray()}) and deleted_at is null",
                row => new DuplicateContact(row.GetGuid(0), row.GetString(1), row.Texts(2)),
                cancellationToken
            )
        ).ToDictionary(contact => contact.Id);

    /// <summary>
    /// Grows with every write: a new contact adds a version, and a write adds one to its contact's. The deleted ones count, so that it
    /// never
    /// comes back to a former value.
    /// </summary>
    private async Task<long> State(Guid owner, CancellationToken cancellationToken) =>
        await db.FirstOrDefault(
            $"select coalesce(sum(version), 0)::bigint from contacts where owner_id = {owner}",
            row => row.GetInt64(0),
            cancellationToken
        );

    private Task<List<DuplicateCandidate>> Candidates(Guid owner, CancellationToken cancellationToken) =>
        db.Query(
            $"""
            select id, name, emails, phone_fingerprints, birthday from contacts
            where owner_id = {owner} and deleted_at is null order by updated_at desc, id limit {MaxExamined}
            """,
            row => new DuplicateCandidate(
                row.GetGuid(0),
                ComparedName.Of(row.GetString(1)),
                [.. row.Texts(2).Select(email => DuplicateFinder.Key(email))],
                // The first 64 bits of an HMAC: as good as random.
                [.. row.GetFieldValue<byte[][]>(3).Select(bytes => BinaryPrimitives.ReadUInt64BigEndian(bytes))],
                row.Date(4)
            ),
            cancellationToken
        );

    private IReadOnlyList<DuplicatePair>? Known(Guid owner, long state)
    {
        lock (access)
        {
            if (!kept.TryGetValue(owner, out var found) || found.State != state)
                return null;
            found.LastUse = ++uses;
            return found.Pairs;
        }
    }

    private void Keep(Guid owner, Found found)
    {
        lock (access)
        {
            Computations++;
            found.LastUse = ++uses;
            kept[owner] = found;
            while (kept.Count > MaxKept || kept.Values.Sum(one => one.Pairs.Count) > MaxKeptPairs)
                kept.Remove(kept.MinBy(one => one.Value.LastUse).Key);
        }
    }

    private sealed class Found(long state, IReadOnlyList<DuplicatePair> pairs)
    {
        public long State => state;

        public IReadOnlyList<DuplicatePair> Pairs => pairs;

        public long LastUse { get; set; }
    }
}
