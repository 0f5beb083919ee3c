using System.Security.Cryptography;
using System.Text;
using CsCheck;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Security;

public sealed class FieldEncryptionTests
{
    private const string Old = "planted-value-5-the-key-before-the-rotation";
    private const string New = "planted-value-6-the-key-after-the-rotation";
    private const string Field = "contacts.phones";
    private static readonly Guid Owner = Guid.CreateVersion7();

    [Fact]
    public void Any_text_survives_encryption_and_decryption() =>
        Gen
            .String.Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text)
            .Sample(text =>
            {
                var encryption = new FieldEncryption([New]);
                Assert.Equal(text, encryption.Decrypt(encryption.Encrypt(text, Owner, Field), Owner, Field));
            });

    [Fact]
    public void Encrypting_the_same_text_twice_gives_different_ciphertexts()
    {
        var encryption = new FieldEncryption([New]);

        Assert.NotEqual(encryption.Encrypt("text", Owner, Field), encryption.Encrypt("text", Owner, Field));
    }

    [Fact]
    public void The_previous_keys_ciphertexts_can_be_read_until_that_key_is_removed()
    {
        var cipher = new FieldEncryption([Old]).Encrypt("text", Owner, Field);

        Assert.Equal("text", new FieldEncryption([New, Old]).Decrypt(cipher, Owner, Field));
        Assert.Throws<UnknownKeyException>(() => new FieldEncryption([New]).Decrypt(cipher, Owner, Field));
    }

    [Fact]
    public void A_ciphertext_is_bound_to_its_owner_and_its_field()
    {
        var encryption = new FieldEncryption([New]);
        var cipher = encryption.Encrypt("text", Owner, Field);

        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(cipher, Guid.CreateVersion7(), Field));
        Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(cipher, Owner, "contacts.addresses"));
    }

    [Fact]
    public void Every_changed_byte_is_detected()
    {
        var encryption = new FieldEncryption([New]);
        var cipher = encryption.Encrypt("text", Owner, Field)!;

        Gen.Select(Gen.Int[0, cipher.Length - 1], Gen.Byte[1, 255])
            .Sample(
                (at, change) =>
                {
                    var changed = cipher.ToArray();
                    changed[at] ^= change;
                    Assert.ThrowsAny<CryptographicException>(() => encryption.Decrypt(changed, Owner, Field));
                }
            );
    }

    [Fact]
    public void Fingerprints_are_equal_for_equal_values_of_one_owner_across_a_rotation()
    {
        var before = new FieldEncryption([Old]).Fingerprints("+4930123456", Owner)[0];
        var after = new FieldEncryption([New, Old]);

        Assert.Contains(before, after.Fingerprints("+4930123456", Owner));
        Assert.DoesNotContain(before, after.Fingerprints("+4930123457", Owner));
        Assert.DoesNotContain(before, after.Fingerprints("+4930123456", Guid.CreateVersion7()));
    }
}
