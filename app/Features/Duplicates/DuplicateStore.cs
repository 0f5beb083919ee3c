using System.Buffers.Binary;
using PmCrm.App.Data;
using PmCrm.App.Load;

namespace PmCrm.App.Features.Duplicates;

/// <summary>
/// The pairs of an account, computed once for each state of its contacts. The pages of one list, and all requests until something changes,
/// are answered from memory.
/// </summary>
public sealed class DuplicateStore(Database db)
{
    /// <summary>Maximum number of contacts that are compared, the most recently changed ones.</summary>
    public const int MaxExamined = 20_000;

    /// <summary>Maximum number of cached pairs of all accounts together, 48 bytes each. Most accounts have a few dozen.</summary>
    private const int MaxKeptPairs = 120_000;

    /// <summary>Maximum number of accounts with cached pairs.</summary>
    private const int MaxKept = 1000;

    /// <summary>Number of contacts from which a comparison takes much memory.</summary>
    private const int LargeAccount = 2_000;

    /// <summary>The minimum score that a request can have.</summary>
    private const double MinScore = 0.1;

    private readonly FairGate gate = new(slots: 1, maxWaitingPerKey: 10, maxWaiting: 200, timeout: TimeSpan.FromSeconds(20));
    private readonly Lock access = new();
    private readonly Dictionary<Guid, Found> kept = [];
    private long uses;

    /// <summary>How often pairs were computed instead of read from the cache.</summary>
    public int Computations { get; private set; }

    /// <exception cref="TooBusyException">Too many of these requests are waiting, for this owner or in total.</exception>
    public async Task<IReadOnlyList<DuplicatePair>> Pairs(Guid owner, CancellationToken cancellationToken)
    {
        if (Known(owner, await State(owner, cancellationToken)) is { } known)
            return known;
        using var _ = await gate.Enter(owner.ToString("N"), cancellationToken);
        // A request that waited for another one of the same account finds its result.
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
    /// Returns the memory of a large comparison (some 30 MB of large arrays) to the node. Otherwise the collector would free it only after
    /// as much has been allocated again, which takes long in a backend with small requests. This is the case that
    /// https://learn.microsoft.com/dotnet/standard/garbage-collection/induced describes: less memory is in use at one point of the code. It
    /// takes some ten milliseconds, after a second of work that is limited to one account at a time.
    /// </summary>
    private static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>The current data of the contacts for the API; contacts that were deleted in the meantime are absent.</summary>
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
    /// Increases with every write: a new contact adds a version, and a write increments its contact's version. Deleted contacts count too,
    /// so that it never returns to an earlier value.
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
                // The first 64 bits of an HMAC are as good as random.
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
