using PmCrm.Components.Common;
using Pulumi;

namespace PmCrm.Components.Registry;

/// <summary>Arguments of <see cref="ImageRegistry"/>.</summary>
public sealed class ImageRegistryArgs : ResourceArgs
{
    /// <summary>Google Cloud project that the repository belongs to.</summary>
    [Input("project", required: true)]
    public required Input<string> Project { get; init; }

    /// <summary>Google's name of the repository: lower-case letters, digits and dashes.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>
    /// What encrypts the images: a customer-managed key (CKV_GCP_84), or, as an explicit choice, one that Google manages.
    /// </summary>
    public required EncryptionKey Encryption { get; init; }

    /// <summary>Who may pull: IAM members such as <c>serviceAccount:ADDRESS</c>, each with a name as key. Default: nobody.</summary>
    public IReadOnlyDictionary<string, Input<string>> Readers { get; init; } = new Dictionary<string, Input<string>>();

    /// <summary>Who may push and pull, each with a name as key. Default: nobody.</summary>
    public IReadOnlyDictionary<string, Input<string>> Writers { get; init; } = new Dictionary<string, Input<string>>();

    /// <summary>How many of the newest images of each name are kept at any age. Default 10.</summary>
    public int KeptVersions { get; init; } = 10;

    /// <summary>
    /// Age at which an image, tagged or not, is deleted unless it is one of the newest. Default 30 days, as long as database backups are
    /// kept.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the repository may be deleted, which removes the images that a rollback needs. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the repository.</summary>
    public required ResourceLabels Labels { get; init; }
}
