using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PmCrm.App.Security;

/// <summary>
/// A value is encrypted with a key that this process was not given: the key is lost, or a newer process has it already and this one does
/// not yet. The value can be read again once the key is given.
/// </summary>
/// <param name="keyId">The key's id, which is derived from the key and stands in each of its ciphertexts; it is not secret.</param>
public sealed class UnknownKeyException(uint keyId)
    : CryptographicException($"The field is encrypted with key {keyId:x8}, which is neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS.");

/// <summary>
/// Encrypts single fields with AES-256-GCM. The ciphertext starts with the id of its key, so that keys can be rotated: the first key
/// encrypts, every key decrypts. The context (owner, column) is authenticated but not stored: a ciphertext that is copied to another row or
/// column cannot be decrypted there.
/// </summary>
/// <remarks>Layout: format (1 byte, 1), key id (4), nonce (12), tag (16), ciphertext.</remarks>
public sealed class FieldEncryption
{
    private const byte Format = 1;
    private const int KeyIdSize = 4;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Number of bytes at the start that are unique to a ciphertext: format, key id and nonce.</summary>
    public const int UniqueSize = 1 + KeyIdSize + NonceSize;

    private const int HeaderSize = 1 + KeyIdSize + NonceSize + TagSize;

    private readonly List<Key> keys = [];

    /// <param name="secrets">
    /// ENCRYPTION_KEY and its predecessors, newest first, at least one. Any text: the keys are derived from it.
    /// </param>
    public FieldEncryption(IReadOnlyList<string> secrets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count);
        foreach (var secret in secrets)
        {
            var material = Encoding.UTF8.GetBytes(secret);
            keys.Add(
                new Key(
                    BinaryPrimitives.ReadUInt32BigEndian(Derive(material, "pmcrm key id", KeyIdSize)),
                    Derive(material, "pmcrm field encryption", 32),
                    Derive(material, "pmcrm fingerprint", 32)
                )
            );
        }
        NewestPrefix = PrefixOf(keys[0].Id);
    }

    /// <summary>Whether there is a previous key, with which some values may still be encrypted.</summary>
    public bool IsRotating => keys.Count > 1;

    /// <summary>Whether a ciphertext with this start was made with one of the keys.</summary>
    public bool Knows(ReadOnlySpan<byte> prefix) =>
        prefix.Length > KeyIdSize && prefix[0] == Format && Find(BinaryPrimitives.ReadUInt32BigEndian(prefix[1..])) is not null;

    /// <summary>The start of every ciphertext of the newest key: the format and the key's id.</summary>
    public byte[] NewestPrefix { get; }

    /// <summary>The start of the ciphertexts of each key, newest key first.</summary>
    public IReadOnlyList<byte[]> Prefixes => [.. keys.Select(key => PrefixOf(key.Id))];

    /// <returns>Null for null: an absent field stays absent.</returns>
    public byte[]? Encrypt(string? text, Guid owner, string field) =>
        text is null ? null : Encrypt(Encoding.UTF8.GetBytes(text), owner, field);

    public byte[] Encrypt(ReadOnlySpan<byte> plain, Guid owner, string field)
    {
        var result = new byte[HeaderSize + plain.Length];
        var key = keys[0];
        NewestPrefix.CopyTo(result, 0);
        var nonce = result.AsSpan(1 + KeyIdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Cipher, TagSize);
        aes.Encrypt(nonce, plain, result.AsSpan(HeaderSize), result.AsSpan(1 + KeyIdSize + NonceSize, TagSize), Context(owner, field));
        return result;
    }

    /// <returns>Null for null.</returns>
    /// <exception cref="UnknownKeyException">The key is not known to this process.</exception>
    /// <exception cref="CryptographicException">The bytes are not a ciphertext for this context.</exception>
    public string? Decrypt(byte[]? cipher, Guid owner, string field) =>
        cipher is null ? null : Encoding.UTF8.GetString(DecryptBytes(cipher, owner, field));

    /// <inheritdoc cref="Decrypt"/>
    public byte[] DecryptBytes(ReadOnlySpan<byte> cipher, Guid owner, string field)
    {
        if (cipher.Length < HeaderSize || cipher[0] != Format)
            throw new CryptographicException("This is not an encrypted field.");
        var id = BinaryPrimitives.ReadUInt32BigEndian(cipher[1..]);
        var key = Find(id) ?? throw new UnknownKeyException(id);
        var plain = new byte[cipher.Length - HeaderSize];
        using var aes = new AesGcm(key.Cipher, TagSize);
        aes.Decrypt(
            cipher.Slice(1 + KeyIdSize, NonceSize),
            cipher[HeaderSize..],
            cipher.Slice(1 + KeyIdSize + NonceSize, TagSize),
            plain,
            Context(owner, field)
        );
        return plain;
    }

    /// <returns>Null if the key is not known, or the bytes are not a ciphertext for this context.</returns>
    public byte[]? TryDecryptBytes(ReadOnlySpan<byte> cipher, Guid owner, string field)
    {
        try
        {
            return DecryptBytes(cipher, owner, field);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keyed hashes that are equal for equal values of one owner; one for each key, newest first. Compare a stored hash with any of them.
    /// </summary>
    public IReadOnlyList<byte[]> Fingerprints(string normalised, Guid owner) =>
        [.. keys.Select(key => HMACSHA256.HashData(key.Fingerprint, Context(owner, normalised)))];

    private static byte[] PrefixOf(uint key)
    {
        var prefix = new byte[1 + KeyIdSize];
        prefix[0] = Format;
        BinaryPrimitives.WriteUInt32BigEndian(prefix.AsSpan(1), key);
        return prefix;
    }

    private Key? Find(uint id) => keys.Find(key => key.Id == id);

    private static byte[] Context(Guid owner, string field) => [.. owner.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(field)];

    private static byte[] Derive(byte[] material, string purpose, int size) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, size, salt: [], info: Encoding.UTF8.GetBytes(purpose));

    private sealed record Key(uint Id, byte[] Cipher, byte[] Fingerprint);
}
