using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Bytes, or a tree of them, that a resource takes as an argument.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(string signature, string property, object content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Signature = signature;
        Property = property;
        Content = content;
    }

    internal string Signature { get; }

    internal string Property { get; }

    internal object Content { get; }
}

/// <summary>The bytes of one file.</summary>
public abstract class Asset : AssetOrArchive
{
    private protected Asset(string property, string content)
        : base(Wire.AssetSignature, property, content) { }
}

/// <summary>A file on this machine.</summary>
public sealed class FileAsset(string path) : Asset(Wire.AssetPath, path);

/// <summary>A file whose content is the given text.</summary>
public sealed class StringAsset(string text) : Asset(Wire.AssetText, text);

/// <summary>A file that is fetched from an address.</summary>
public sealed class RemoteAsset(string uri) : Asset(Wire.AssetUri, uri);

/// <summary>A tree of files.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(string property, object content)
        : base(Wire.ArchiveSignature, property, content) { }
}

/// <summary>What stands for a value of the engine that is no asset. A program can have it, and not send it.</summary>
internal sealed class InvalidAsset() : Asset(Wire.AssetText, "");

/// <inheritdoc cref="InvalidAsset"/>
internal sealed class InvalidArchive() : Archive(Wire.ArchiveAssets, ImmutableDictionary<string, AssetOrArchive>.Empty);

/// <summary>A tree made of other assets and archives, by their path in it.</summary>
public sealed class AssetArchive(IDictionary<string, AssetOrArchive> assets) : Archive(Wire.ArchiveAssets, assets.ToImmutableDictionary());

/// <summary>A folder, or a tar or zip file, on this machine.</summary>
public sealed class FileArchive(string path) : Archive(Wire.AssetPath, path);

/// <summary>A tar or zip file that is fetched from an address.</summary>
public sealed class RemoteArchive(string uri) : Archive(Wire.AssetUri, uri);
