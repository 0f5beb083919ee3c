using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using PmCrm.App.Configuration;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Storage;

/// <summary>
/// The object storage, with the S3 API: Cloudflare R2, or any other compatible server. The parts of the API that R2 supports:
/// https://developers.cloudflare.com/r2/api/s3/api.
/// </summary>
public sealed class ObjectStorage : IDisposable
{
    /// <summary>Its name in metrics and in <c>/health</c>.</summary>
    public const string ServiceName = "storage";

    /// <summary>
    /// In bytes: size of each part of a large object, except the last. R2 requires at least 5 MiB, and the same size for all:
    /// https://developers.cloudflare.com/r2/objects/multipart-objects.
    /// </summary>
    public const int PartSize = 5 * 1024 * 1024;

    /// <summary>Maximum size of one read, in bytes.</summary>
    private const int MaxAnswer = 4 * 1024 * 1024;

    /// <summary>R2 has only one region, with this name: https://developers.cloudflare.com/r2/api/s3/api#bucket-region.</summary>
    private const string Region = "auto";

    /// <summary>
    /// The S3 client retries itself, because it signs each attempt anew: the service's own handler must not repeat a signature.
    /// </summary>
    private const int MaxRetries = 2;

    private readonly StorageOptions? options;
    private readonly TimeProvider clock;
    private readonly AmazonS3Client? client;

    /// <param name="options">The storage's address and keys, if it is configured.</param>
    /// <param name="service">Sends the requests; null if none is configured.</param>
    /// <param name="clock">Determines when a URL expires.</param>
    public ObjectStorage(AppOptions options, OutsideService? service, TimeProvider clock)
    {
        this.clock = clock;
        this.options = options.Storage;
        if (options.Storage is not { } storage || service is null)
            return;
        client = new AmazonS3Client(
            new BasicAWSCredentials(storage.AccessKeyId, storage.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = storage.Endpoint.ToString(),
                AuthenticationRegion = Region,
                // With the bucket in the host name, other servers would need a DNS name and a certificate for each bucket.
                ForcePathStyle = true,
                UseHttp = storage.Endpoint.Scheme == Uri.UriSchemeHttp,
                // R2 and others do not support trailing checksums; the signature covers the content's hash.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                RetryMode = RequestRetryMode.Standard,
                MaxErrorRetry = MaxRetries,
                // By default, AWSSDK.Core 4.1 repeats a request up to ten more times, without a pause, if its connection was reset, even
                // by its own time limit (RetryHandler.ShouldRetryForStaleConnection). A reset counts as any other failed attempt here.
                MaxStaleConnectionRetries = 0,
                HttpClientFactory = new ServiceClient(service.Client),
            }
        );
    }

    /// <summary>The time limits for the storage; see <see cref="MaxRetries"/> for the attempts.</summary>
    public static OutsideServiceOptions Service(StorageOptions options) =>
        new(ServiceName, options.Endpoint) { MaxAttempts = 1, MaxAnswer = MaxAnswer };

    /// <summary>Whether it is configured. If not, no other member may be called.</summary>
    public bool IsOn => client is not null;

    private AmazonS3Client Client => client ?? throw new InvalidOperationException("No object storage is configured.");

    /// <summary>Writes a whole object.</summary>
    /// <exception cref="StorageUnavailableException">It could not be written.</exception>
    public Task Put(Bucket bucket, string key, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken) =>
        Ask(
            "keep a file",
            () =>
                Client.PutObjectAsync(
                    new PutObjectRequest
                    {
                        BucketName = Name(bucket),
                        Key = key,
                        InputStream = Stream(content),
                        ContentType = contentType,
                        UseChunkEncoding = false,
                    },
                    cancellationToken
                ),
            cancellationToken
        );

    /// <summary>Deletes an object. If it does not exist, nothing happens.</summary>
    /// <inheritdoc cref="Put"/>
    public Task Delete(Bucket bucket, string key, CancellationToken cancellationToken) =>
        Ask("delete a file", () => Client.DeleteObjectAsync(Name(bucket), key, cancellationToken), cancellationToken);

    /// <summary>Reads a range of an object into memory.</summary>
    /// <param name="from">The first byte.</param>
    /// <param name="length">In bytes; the result is shorter if the object ends earlier.</param>
    /// <inheritdoc cref="Put"/>
    public Task<byte[]> Read(Bucket bucket, string key, long from, int length, CancellationToken cancellationToken) =>
        Ask(
            "read a file",
            async () =>
            {
                using var answer = await Client.GetObjectAsync(
                    new GetObjectRequest
                    {
                        BucketName = Name(bucket),
                        Key = key,
                        ByteRange = new ByteRange(from, from + length - 1),
                    },
                    cancellationToken
                );
                using var content = new MemoryStream(length);
                await answer.ResponseStream.CopyToAsync(content, cancellationToken);
                return content.ToArray();
            },
            cancellationToken
        );

    /// <summary>A URL with which anybody can read the object until it expires, without other credentials.</summary>
    /// <param name="contentType">The Content-Type of the answer, whatever type is stored.</param>
    /// <param name="fileName">If given, a browser saves the file under this name and never shows it as a page.</param>
    public async Task<StorageUrl> UrlOf(Bucket bucket, string key, TimeSpan lifetime, string contentType, string? fileName = null)
    {
        var expires = clock.GetUtcNow() + lifetime;
        var request = new GetPreSignedUrlRequest
        {
            BucketName = Name(bucket),
            Key = key,
            Verb = HttpVerb.GET,
            Expires = expires.UtcDateTime,
            Protocol = options!.Endpoint.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        request.ResponseHeaderOverrides.ContentType = contentType;
        if (fileName is not null)
            // RFC 6266, 4.3 and RFC 8187: the name in UTF-8.
            request.ResponseHeaderOverrides.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
        return new StorageUrl(new Uri(await Client.GetPreSignedURLAsync(request)), expires);
    }

    /// <summary>Starts a multipart upload and returns its id.</summary>
    /// <inheritdoc cref="Put"/>
    public Task<string> BeginUpload(Bucket bucket, string key, string contentType, CancellationToken cancellationToken) =>
        Ask(
            "begin a file",
            async () =>
                (
                    await Client.InitiateMultipartUploadAsync(
                        new InitiateMultipartUploadRequest
                        {
                            BucketName = Name(bucket),
                            Key = key,
                            ContentType = contentType,
                        },
                        cancellationToken
                    )
                ).UploadId
                ?? throw NotTold("UploadId"),
            cancellationToken
        );

    /// <summary>Writes a part of <see cref="PartSize"/> bytes, or the last one, and returns its ETag.</summary>
    /// <param name="number">From 1.</param>
    /// <inheritdoc cref="Put"/>
    public Task<string> UploadPart(
        Bucket bucket,
        string key,
        string upload,
        int number,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    ) =>
        Ask(
            "keep a part of a file",
            async () =>
                (
                    await Client.UploadPartAsync(
                        new UploadPartRequest
                        {
                            BucketName = Name(bucket),
                            Key = key,
                            UploadId = upload,
                            PartNumber = number,
                            PartSize = content.Length,
                            InputStream = Stream(content),
                            UseChunkEncoding = false,
                        },
                        cancellationToken
                    )
                ).ETag
                ?? throw NotTold("ETag"),
            cancellationToken
        );

    /// <summary>Completes the object from its parts.</summary>
    /// <inheritdoc cref="Put"/>
    public Task CompleteUpload(
        Bucket bucket,
        string key,
        string upload,
        IReadOnlyList<string> parts,
        CancellationToken cancellationToken
    ) =>
        Ask(
            "finish a file",
            async () =>
                (
                    await Client.CompleteMultipartUploadAsync(
                        new CompleteMultipartUploadRequest
                        {
                            BucketName = Name(bucket),
                            Key = key,
                            UploadId = upload,
                            PartETags = [.. parts.Select((etag, index) => new PartETag(index + 1, etag))],
                        },
                        cancellationToken
                    )
                ).ETag
                ?? throw NotTold("ETag"),
            cancellationToken
        );

    /// <summary>Aborts a multipart upload. The bucket's lifecycle rule removes anything that is left.</summary>
    /// <inheritdoc cref="Put"/>
    public Task AbortUpload(Bucket bucket, string key, string upload, CancellationToken cancellationToken) =>
        Ask("give up a file", () => Client.AbortMultipartUploadAsync(Name(bucket), key, upload, cancellationToken), cancellationToken);

    public void Dispose() => client?.Dispose();

    /// <summary>The SDK accepts any answer with status 200; values that are missing in it are null.</summary>
    private static AmazonClientException NotTold(string what) => new($"The answer has no {what}.");

    private static async Task<T> Ask<T>(string operation, Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (Exception exception)
            when (exception
                    is AmazonServiceException
                        or AmazonClientException
                        or HttpRequestException
                        or IOException
                        or WebException
                        or XmlException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new StorageUnavailableException(operation, exception);
        }
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> content) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    private string Name(Bucket bucket) => bucket == Bucket.Uploads ? options!.UploadsBucket : options!.ExportsBucket;

    /// <summary>Gives the SDK an HTTP client with the time limits, circuit breaker and metrics of every outside service.</summary>
    private sealed class ServiceClient(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}

/// <summary>A URL that reads one object.</summary>
/// <param name="ExpiresAt">When the URL stops working.</param>
public sealed record StorageUrl(Uri Url, DateTimeOffset ExpiresAt);
