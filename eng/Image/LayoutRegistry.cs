using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace PmCrm.Image;

/// <summary>
/// Serves an OCI image layout on this machine as a registry, with only the part that pulling a base image needs (OCI Distribution
/// Specification 1.1, "Pull"), since the SDK accepts base images only from registries.
/// </summary>
internal sealed class LayoutRegistry : IAsyncDisposable
{
    private const string Name = "base";
    private const string Tag = "layout";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    private readonly string folder;
    private readonly string index;
    private readonly string indexDigest;
    private readonly HttpListener listener = new();
    private readonly Task serving;

    private LayoutRegistry(string folder)
    {
        this.folder = folder;
        index = Path.Combine(folder, "index.json");
        indexDigest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(index)));
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        Image = $"localhost:{port}/{Name}:{Tag}";
        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        serving = Task.Run(Serve);
    }

    /// <summary>The image's name for requests.</summary>
    public string Image { get; }

    /// <summary>The architectures in the layout, with Go's names.</summary>
    public IEnumerable<string> Architectures =>
        Read(index)["manifests"]!
            .AsArray()
            .Select(descriptor => Read(Blob(Digest(descriptor!))))
            .Select(manifest => Read(Blob(Digest(manifest["config"]!))))
            .Select(configuration => configuration["architecture"]!.GetValue<string>());

    public static LayoutRegistry Serve(string folder) => new(folder);

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed.
                return;
            }
            await Answer(context.Request, context.Response);
        }
    }

    private async Task Answer(HttpListenerRequest request, HttpListenerResponse response)
    {
        var parts = request.Url!.AbsolutePath.Trim('/').Split('/');
        var (digest, type) = parts switch
        {
            ["v2"] => ("", "application/json"),
            ["v2", Name, "manifests", Tag] => Tagged(),
            ["v2", Name, "manifests", var reference] => (reference, MediaType(reference)),
            ["v2", Name, "blobs", var reference] => (reference, "application/octet-stream"),
            _ => (null, ""),
        };
        var file = digest is { Length: > 0 } ? Blob(digest) : null;
        response.ContentType = type;
        if (digest is null || (digest.Length > 0 && !File.Exists(file)))
        {
            response.StatusCode = 404;
        }
        else if (file is not null)
        {
            response.Headers["Docker-Content-Digest"] = digest;
            response.ContentLength64 = new FileInfo(file).Length;
            if (request.HttpMethod == "GET")
            {
                await using var content = File.OpenRead(file);
                await content.CopyToAsync(response.OutputStream);
            }
        }
        response.Close();
    }

    /// <summary>
    /// A layout's index lists its manifests. A single one is the image. Several are the image for several platforms, and the name refers to
    /// the index itself.
    /// </summary>
    private (string Digest, string Type) Tagged()
    {
        var manifests = Read(index)["manifests"]!.AsArray();
        return manifests.Count > 1 ? (indexDigest, IndexType) : (Digest(manifests[0]!), manifests[0]!["mediaType"]!.GetValue<string>());
    }

    private string MediaType(string digest)
    {
        var file = Blob(digest);
        if (file == index)
            return IndexType;
        if (!File.Exists(file))
            return "application/json";
        return Read(file)["mediaType"]?.GetValue<string>() ?? "application/vnd.oci.image.manifest.v1+json";
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private static string Digest(JsonNode descriptor) => descriptor["digest"]!.GetValue<string>();

    private string Blob(string digest)
    {
        if (digest == indexDigest)
            return index;
        var parts = digest.Split(':');
        // Only "sha256:…", so that a request cannot leave the folder.
        return parts is ["sha256", var hash] && hash.All(char.IsAsciiHexDigit) ? Path.Combine(folder, "blobs", "sha256", hash) : "";
    }
}
