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

    /// <summary>What encrypts the images: a key of ours (CKV_GCP_84), or, said in words, one that Google manages.</summary>
    public required EncryptionKey Encryption { get; init; }

    /// <summary>Who may pull, by a name for each: IAM members such as <c>serviceAccount:ADDRESS</c>. Default: nobody.</summary>
    public IReadOnlyDictionary<string, Input<string>> Readers { get; init; } = new Dictionary<string, Input<string>>();

    /// <summary>Who may push and pull, by a name for each. Default: nobody.</summary>
    public IReadOnlyDictionary<string, Input<string>> Writers { get; init; } = new Dictionary<string, Input<string>>();

    /// <summary>How many of the newest images of each name are kept whatever their age. Default 10.</summary>
    public int KeptVersions { get; init; } = 10;

    /// <summary>
    /// How old an image, with or without a tag, must be to be deleted, unless it is one of the newest. Default 30 days, as long as the
    /// database's backups are kept.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the repository may be deleted, and with it what a rollback needs. Default: it may not.</summary>
    public Protection Protection { get; init; } = Protection.On;

    /// <summary>Labels of the repository.</summary>
    public required ResourceLabels Labels { get; init; }
}
