using Pulumi;

namespace PmCrm.Components.Common;

/// <summary>The key that encrypts stored data: customer-managed, or, as an explicit choice, managed by Google.</summary>
public sealed class EncryptionKey
{
    private EncryptionKey(Input<string>? id) => Id = id;

    /// <summary>Google encrypts with a key of its own; for environments without customer-managed keys.</summary>
    public static EncryptionKey GoogleManaged { get; } = new(null);

    /// <summary>Id of our own key in Cloud KMS; null when Google manages the key.</summary>
    public Input<string>? Id { get; }

    /// <summary>Our own key.</summary>
    /// <param name="id">The key's id, an output of <c>KmsKeys</c>; resources that it encrypts must depend on that component.</param>
    public static EncryptionKey CustomerManaged(Input<string> id) => new(id);
}
