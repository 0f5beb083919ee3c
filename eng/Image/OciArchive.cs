using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PmCrm.Image;

/// <summary>An image for one platform in an OCI archive: a tar of an image layout (OCI Image Format Specification 1.1).</summary>
internal sealed class OciArchive
{
    private const string Index = "index.json";
    private const string LayoutFile = "oci-layout";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string NameAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>In bytes. Manifests and configurations have a few kilobytes; larger blobs are layers.</summary>
    private const int MaxDocumentBytes = 1 << 20;

    private readonly string path;
    private readonly JsonNode descriptor;

    private OciArchive(string path, JsonNode descriptor, JsonNode manifest, JsonNode configuration)
    {
        this.path = path;
        this.descriptor = descriptor;
        Architecture = configuration["architecture"]!.GetValue<string>();
        System = configuration["os"]!.GetValue<string>();
        LayerSizes = [.. manifest["layers"]!.AsArray().Select(layer => layer!["size"]!.GetValue<long>())];
    }

    /// <summary>The architecture, with Go's name: amd64 or arm64.</summary>
    public string Architecture { get; }

    /// <summary>Compressed sizes of its layers in bytes, from the base's first to the application's.</summary>
    public IReadOnlyList<long> LayerSizes { get; }

    private string System { get; }

    public static OciArchive Read(string path)
    {
        var documents = new Dictionary<string, JsonNode>();
        using var reader = new TarReader(File.OpenRead(path));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { Length: < MaxDocumentBytes } stream)
                continue;
            using var text = new StreamReader(stream, Encoding.UTF8);
            // A small layer is not a document.
            if (text.Peek() == '{')
                documents[entry.Name] = JsonNode.Parse(text.ReadToEnd())!;
        }
        var descriptor = documents[Index]["manifests"]!.AsArray().Single()!;
        var manifest = documents[Blob(descriptor)];
        return new OciArchive(path, descriptor, manifest, documents[Blob(manifest["config"]!)]);
    }

    /// <summary>Writes an archive with one image for several platforms: an image index over their manifests.</summary>
    public static void Merge(IReadOnlyList<OciArchive> platforms, string output)
    {
        using var writer = new TarWriter(File.Create(output));
        var written = new HashSet<string>();
        foreach (var platform in platforms)
        {
            using var reader = new TarReader(File.OpenRead(platform.path));
            while (reader.GetNextEntry() is { } entry)
                if (IsBlob(entry) && written.Add(entry.Name))
                    writer.WriteEntry(entry);
        }
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = IndexType,
            ["manifests"] = new JsonArray([.. platforms.Select(platform => (JsonNode)platform.Descriptor())]),
        };
        var content = Encoding.UTF8.GetBytes(index.ToJsonString());
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        Write(writer, $"blobs/sha256/{digest}", content);
        Write(writer, LayoutFile, """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        var top = new JsonObject
        {
            ["mediaType"] = IndexType,
            ["digest"] = $"sha256:{digest}",
            ["size"] = content.Length,
        };
        if (platforms[0].descriptor["annotations"]?[NameAnnotation] is { } name)
            top["annotations"] = new JsonObject { [NameAnnotation] = name.DeepClone() };
        Write(
            writer,
            Index,
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["schemaVersion"] = 2,
                    ["mediaType"] = IndexType,
                    ["manifests"] = new JsonArray(top),
                }.ToJsonString()
            )
        );
    }

    private static bool IsBlob(TarEntry entry) =>
        entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Name is not (Index or LayoutFile);

    private JsonObject Descriptor() =>
        new JsonObject
        {
            ["mediaType"] = descriptor["mediaType"]!.DeepClone(),
            ["digest"] = descriptor["digest"]!.DeepClone(),
            ["size"] = descriptor["size"]!.DeepClone(),
            ["platform"] = new JsonObject { ["architecture"] = Architecture, ["os"] = System },
        };

    private static string Blob(JsonNode descriptor) => "blobs/" + descriptor["digest"]!.GetValue<string>().Replace(':', '/');

    private static void Write(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
