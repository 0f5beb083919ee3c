using System.Security.Cryptography;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.App.Jobs;

/// <summary>
/// Writes a known text every minute, encrypted with the newest key. In a copy of the database (a clone, a replica, a backup), it shows
/// whether the keys are the right ones, and how recent the copy is. Any number of workers write the same row.
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

    /// <summary>Whether a row's ciphertext is the worker's text.</summary>
    /// <exception cref="CryptographicException">The ciphertext was changed, or its key is unknown.</exception>
    public static bool IsIntact(FieldEncryption encryption, byte[] cipher) => encryption.Decrypt(cipher, Guid.Empty, TextField) == Text;
}
