using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>
/// Writes every minute a text that is known, encrypted with the newest key. A copy of the database (a clone, a replica, a backup) shows
/// with it that its keys are the right ones, and how recent it is. Any number of workers write the same row.
/// </summary>
public sealed class Canary(Database db, FieldEncryption encryption) : IWorkSource
{
    private const string Text = "canary";
    private const string TextField = "canaries.text";

    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    public async Task<bool> DoNext(CancellationToken cancellationToken)
    {
        await db.Execute(
            $"""
            insert into canaries (key_prefix, text_cipher, written_at)
            values ({encryption.NewestPrefix}, {encryption.Encrypt(Text, Guid.Empty, TextField)}, clock_timestamp())
            on conflict (key_prefix) do update
                set text_cipher = excluded.text_cipher, written_at = greatest(canaries.written_at, excluded.written_at)
            """,
            cancellationToken
        );
        return false;
    }

    /// <summary>Whether a row's ciphertext is what the worker wrote.</summary>
    /// <exception cref="CryptographicException">It was changed, or its key is not among ours.</exception>
    public static bool IsIntact(FieldEncryption encryption, byte[] cipher) => encryption.Decrypt(cipher, Guid.Empty, TextField) == Text;
}
