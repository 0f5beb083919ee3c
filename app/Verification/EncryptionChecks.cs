using System.Globalization;
using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Jobs;
using PmCrm.App.Security;

namespace PmCrm.App.Verification;

/// <summary>Checks whether the encrypted values can be decrypted with the given keys.</summary>
internal sealed class EncryptionChecks(FieldEncryption encryption)
{
    /// <summary>Number of values decrypted per column and key: half of them the oldest, half the newest.</summary>
    private const int SampleSize = 200;

    /// <summary>The encrypted values, by column and key; filled by <see cref="Values"/>.</summary>
    public List<EncryptedValues> Found { get; } = [];

    /// <summary>When the worker last wrote its canary; filled by <see cref="Canary"/>.</summary>
    public DateTimeOffset? LastWritten { get; private set; }

    /// <summary>Checks the worker's newest canary. Rows of earlier keys are kept forever, and those keys may have been dropped.</summary>
    public async Task<Check> Canary(DatabaseSession session, DateTimeOffset? writtenSince, CancellationToken cancellationToken)
    {
        var canary = await session.FirstOrDefault(
            $"select key_prefix, text_cipher, written_at from canaries order by written_at desc limit 1",
            row => new
            {
                Prefix = row.GetFieldValue<byte[]>(0),
                Cipher = row.GetFieldValue<byte[]>(1),
                WrittenAt = row.Time(2),
            },
            cancellationToken
        );
        if (canary is null)
        {
            var users = await SchemaChecks.Number(session, "select count(*) from users", cancellationToken);
            var isFresh = users == 0 && writtenSince is null;
            return Check.Of(
                "canary",
                isFresh ? [] : ["there is none: no worker of this version has run here since the canary was introduced"],
                "none yet, and no user: nothing has run here"
            );
        }
        LastWritten = canary.WrittenAt;
        List<string> problems = [];
        if (!encryption.Knows(canary.Prefix))
            problems.Add($"it is encrypted with key {KeyId(canary.Prefix)}, which was not given");
        else if (!IsReadable(() => Jobs.Canary.IsIntact(encryption, canary.Cipher)))
            problems.Add($"it does not decrypt with key {KeyId(canary.Prefix)} to what the worker wrote");
        if (canary.WrittenAt < writtenSince)
            problems.Add($"it was written {Text(canary.WrittenAt)}, before {Text(writtenSince.Value)}");
        return Check.Of("canary", problems, $"written {Text(canary.WrittenAt)} with key {KeyId(canary.Prefix)}, and intact");
    }

    public async Task<Check> Values(DatabaseSession session, CancellationToken cancellationToken)
    {
        foreach (var column in EncryptedColumn.All)
        {
            var counts = await session.Query(
                column.Counts,
                row => (Prefix: row.GetFieldValue<byte[]>(0), Count: row.GetInt64(1)),
                cancellationToken
            );
            foreach (var (prefix, count) in counts)
                Found.Add(await Look(session, column, prefix, count, cancellationToken));
        }
        List<string> problems =
        [
            .. Found
                .Where(values => !values.IsKnown)
                .Select(values => $"{values.Count} values of {values.Column} are encrypted with key {values.Key}, which was not given"),
            .. Found
                .Where(values => values.Unreadable > 0)
                .Select(values => $"{values.Unreadable} of {values.Sampled} sampled values of {values.Column} do not decrypt"),
        ];
        return Check.Of(
            "encryption",
            problems,
            $"{Found.Sum(values => values.Count)} values of {Found.DistinctBy(values => values.Key).Count()} keys, "
                + $"{Found.Sum(values => values.Sampled)} of them decrypted"
        );
    }

    private async Task<EncryptedValues> Look(
        DatabaseSession session,
        EncryptedColumn column,
        byte[] prefix,
        long count,
        CancellationToken cancellationToken
    )
    {
        if (!encryption.Knows(prefix))
            return new($"{column}", KeyId(prefix), count, IsKnown: false, 0, 0);
        var sample = await session.Query(
            column.Sample(prefix, SampleSize),
            row => (Cipher: row.GetFieldValue<byte[]>(0), Owner: row.GetGuid(1), Field: row.GetString(2)),
            cancellationToken
        );
        var unreadable = sample.Count(value =>
            !IsReadable(() => encryption.DecryptBytes(value.Cipher, value.Owner, value.Field) is not null)
        );
        return new($"{column}", KeyId(prefix), count, IsKnown: true, sample.Count, unreadable);
    }

    private static bool IsReadable(Func<bool> decrypt)
    {
        try
        {
            return decrypt();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The key's id as <see cref="FieldEncryption"/> writes it; for a value without one, its first bytes.</summary>
    private static string KeyId(byte[] prefix) => Convert.ToHexStringLower(prefix.AsSpan(prefix.Length == 5 ? 1 : 0));

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
