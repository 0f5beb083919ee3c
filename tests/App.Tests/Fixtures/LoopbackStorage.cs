using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// An S3 server on loopback, in memory, as strict as R2: it refuses a request whose signature is not right, and parts of unequal size. Its
/// signatures are computed by <see cref="SignatureV4"/>, which shares nothing with the client that is tested.
/// </summary>
public sealed class LoopbackStorage : IAsyncDisposable
{
    public const string Uploads = "test-uploads";
    public const string Exports = "test-exports";
    public const string AccessKeyId = "planted-key-id";
    public const string SecretAccessKey = "planted-value-3-that-signs-requests-to-storage";

    /// <summary>R2's minimum part size.</summary>
    private const int MinPartSize = 5 * 1024 * 1024;

    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, StoredFile> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> uploads = new(StringComparer.Ordinal);
    private int requests;

    private LoopbackStorage() => server = LoopbackServer.Create(Answer);

    /// <summary>Objects by bucket/key.</summary>
    public IReadOnlyDictionary<string, StoredFile> Objects => objects;

    /// <summary>Multipart uploads that were neither completed nor aborted.</summary>
    public int UnfinishedUploads => uploads.Count;

    public int Requests => requests;

    public int MaxPartsInOneObject { get; private set; }

    /// <summary>Optional: answers a request itself and returns true, or does nothing and returns false.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    public Uri Endpoint => new($"http://127.0.0.1:{server.LoopbackPort()}");

    public static async Task<LoopbackStorage> Start()
    {
        var storage = new LoopbackStorage();
        await storage.server.StartAsync();
        return storage;
    }

    /// <summary>The variables that make the backend store its files here.</summary>
    public Dictionary<string, string?> Variables =>
        new()
        {
            [AppVariables.StorageUploadsUrl] = new Uri(Endpoint, Uploads).ToString(),
            [AppVariables.StorageExportsUrl] = new Uri(Endpoint, Exports).ToString(),
            [AppVariables.StorageAccessKeyId] = AccessKeyId,
            [AppVariables.StorageSecretAccessKey] = SecretAccessKey,
        };

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        if (Fault is { } fault && await fault(context))
            return;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var content = body.ToArray();
        if (Refusal(context.Request, content) is { } refusal)
        {
            await Error(context, HttpStatusCode.Forbidden, refusal);
            return;
        }
        var name = Uri.UnescapeDataString(context.Request.Path.Value![1..]);
        if (name.Split('/')[0] is not (Uploads or Exports))
            await Error(context, HttpStatusCode.NotFound, "NoSuchBucket");
        else if (context.Request.Query.ContainsKey("uploads") || context.Request.Query.ContainsKey("uploadId"))
            await InParts(context, name, content);
        else
            await Whole(context, name, content);
    }

    private static string? Refusal(HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        return SignatureV4.Refusal(
            request.Method,
            target,
            header => request.Headers[header].ToString(),
            body,
            AccessKeyId,
            SecretAccessKey,
            DateTimeOffset.UtcNow
        );
    }

    private async Task Whole(HttpContext context, string name, byte[] content)
    {
        var response = context.Response;
        switch (context.Request.Method)
        {
            case "PUT":
                objects[name] = new StoredFile(content, context.Request.ContentType ?? "");
                response.Headers.ETag = Tag(content);
                break;
            case "DELETE":
                objects.TryRemove(name, out _);
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case "GET" when objects.TryGetValue(name, out var found):
                await Send(context, found);
                break;
            case "GET":
                await Error(context, HttpStatusCode.NotFound, "NoSuchKey");
                break;
            default:
                await Error(context, HttpStatusCode.NotImplemented, "NotImplemented");
                break;
        }
    }

    private static async Task Send(HttpContext context, StoredFile found)
    {
        var (query, response) = (context.Request.Query, context.Response);
        response.ContentType = query.TryGetValue("response-content-type", out var type) ? type.ToString() : found.ContentType;
        if (query.TryGetValue("response-content-disposition", out var disposition))
            response.Headers.ContentDisposition = disposition.ToString();
        var content = found.Content;
        if (context.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            var from = (int)range.From!.Value;
            var to = (int)Math.Min(range.To!.Value, content.Length - 1);
            response.StatusCode = StatusCodes.Status206PartialContent;
            content = content[from..(to + 1)];
        }
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content);
    }

    private async Task InParts(HttpContext context, string name, byte[] content)
    {
        var (query, response) = (context.Request.Query, context.Response);
        var id = query["uploadId"].ToString();
        if (context.Request.Method == "POST" && query.ContainsKey("uploads"))
        {
            id = Guid.NewGuid().ToString("N");
            uploads[id] = [];
            await Xml(context, new XElement("InitiateMultipartUploadResult", new XElement("UploadId", id)));
            return;
        }
        if (!uploads.TryGetValue(id, out var parts))
        {
            await Error(context, HttpStatusCode.NotFound, "NoSuchUpload");
            return;
        }
        switch (context.Request.Method)
        {
            case "PUT":
                lock (parts)
                    parts[int.Parse(query["partNumber"].ToString(), CultureInfo.InvariantCulture)] = content;
                response.Headers.ETag = Tag(content);
                break;
            case "DELETE":
                uploads.TryRemove(id, out _);
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await Complete(context, name, id, parts, XElement.Parse(Encoding.UTF8.GetString(content)));
                break;
        }
    }

    private async Task Complete(HttpContext context, string name, string id, SortedDictionary<int, byte[]> parts, XElement wanted)
    {
        var all = parts.Values.ToList();
        var named = wanted.Elements().Select(part => part.Elements().Single(one => one.Name.LocalName == "ETag").Value.Trim('"'));
        if (!named.SequenceEqual(all.Select(part => Tag(part).Trim('"'))))
        {
            await Error(context, HttpStatusCode.BadRequest, "InvalidPart");
            return;
        }
        if (
            all.Take(all.Count - 1).Any(part => part.Length < MinPartSize || part.Length != all[0].Length)
            || all[^1].Length > all[0].Length
        )
        {
            await Error(context, HttpStatusCode.BadRequest, "InvalidPart");
            return;
        }
        MaxPartsInOneObject = Math.Max(MaxPartsInOneObject, all.Count);
        objects[name] = new StoredFile([.. all.SelectMany(part => part)], "");
        uploads.TryRemove(id, out _);
        await Xml(context, new XElement("CompleteMultipartUploadResult", new XElement("ETag", Tag(objects[name].Content))));
    }

    private static string Tag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";

    private static Task Error(HttpContext context, HttpStatusCode status, string code)
    {
        context.Response.StatusCode = (int)status;
        return Xml(context, new XElement("Error", new XElement("Code", code), new XElement("Message", code)));
    }

    private static Task Xml(HttpContext context, XElement answer)
    {
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(answer.ToString());
    }
}

/// <summary>An object of <see cref="LoopbackStorage"/>.</summary>
public sealed record StoredFile(byte[] Content, string ContentType);
