using PmCrm.Components.Common;
using PmCrm.Components.Edge;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Edge;

public sealed class ObjectStorageTests
{
    private const string Bucket = "cloudflare:index/r2Bucket:R2Bucket";
    private const string Cors = "cloudflare:index/r2BucketCors:R2BucketCors";
    private const string Lifecycle = "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle";
    private const string Domain = "cloudflare:index/r2CustomDomain:R2CustomDomain";

    [Fact]
    public async Task There_is_a_bucket_for_uploads_and_one_for_exports()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Bucket, "storage-uploads").ShouldCarry("name", "pmcrm-test-uploads").ShouldCarry("accountId", "account-1");
        plan.Only(Bucket, "storage-exports").ShouldCarry("name", "pmcrm-test-exports").ShouldCarry("accountId", "account-1");
    }

    [Theory]
    [InlineData(Bucket)]
    [InlineData(Cors)]
    [InlineData(Lifecycle)]
    public async Task Everything_is_in_the_EU_jurisdiction(string type) =>
        Assert.All((await RecordAsync()).Plan.All(type), resource => resource.ShouldCarry("jurisdiction", "eu"));

    [Fact]
    public async Task No_location_hint_is_set_because_it_guarantees_less_and_Cloudflare_returns_another() =>
        Assert.All((await RecordAsync()).Plan.All("cloudflare:index/r2Bucket:R2Bucket"), bucket => bucket.ShouldLack("location"));

    [Fact]
    public async Task Only_the_applications_page_may_use_the_buckets() =>
        Assert.All((await RecordAsync()).Plan.All(Cors), cors =>
            Assert.Equal(["https://app.example.test"], cors.ListAt("rules[0].allowed.origins"))
        );

    [Fact]
    public async Task Uploads_are_read_and_written_exports_are_read()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(["GET", "HEAD", "PUT"], plan.Only(Cors, "storage-uploads-cors").ListAt("rules[0].allowed.methods"));
        Assert.Equal(["GET", "HEAD"], plan.Only(Cors, "storage-exports-cors").ListAt("rules[0].allowed.methods"));
    }

    [Fact]
    public async Task Unfinished_uploads_are_aborted_after_seven_days() =>
        Assert.All((await RecordAsync()).Plan.All(Lifecycle), lifecycle =>
            lifecycle
                .ShouldCarry("rules[0].enabled", true)
                .ShouldCarry("rules[0].abortMultipartUploadsTransition.condition.type", "Age")
                .ShouldCarry("rules[0].abortMultipartUploadsTransition.condition.maxAge", 604800)
        );

    [Fact]
    public async Task Exports_expire_after_thirty_days() =>
        (await RecordAsync())
            .Plan.Only(Lifecycle, "storage-exports-lifecycle")
            .ShouldCarry("rules[1].enabled", true)
            .ShouldCarry("rules[1].conditions.prefix", "")
            .ShouldCarry("rules[1].deleteObjectsTransition.condition.type", "Age")
            .ShouldCarry("rules[1].deleteObjectsTransition.condition.maxAge", 2592000);

    [Fact]
    public async Task Uploads_do_not_expire() =>
        (await RecordAsync()).Plan.Only(Lifecycle, "storage-uploads-lifecycle").ShouldLack("rules[1]");

    [Fact]
    public async Task Nothing_is_public() => (await RecordAsync()).Plan.None(Domain);

    [Fact]
    public async Task Public_uploads_have_a_domain_with_modern_tls() =>
        (await RecordAsync(publicUploads: new PublicAddress("files.example.test", "zone-1")))
            .Plan.Only(Domain)
            .ShouldCarry("bucketName", "pmcrm-test-uploads")
            .ShouldCarry("domain", "files.example.test")
            .ShouldCarry("zoneId", "zone-1")
            .ShouldCarry("jurisdiction", "eu")
            .ShouldCarry("enabled", true)
            .ShouldCarry("minTls", "1.2");

    [Theory]
    [InlineData(Protection.On, true)]
    [InlineData(Protection.Off, false)]
    public async Task Buckets_are_protected_unless_turned_off_explicitly(Protection protection, bool expected) =>
        Assert.All((await RecordBucketAsync(protection)).Plan.All(Bucket), bucket => Assert.Equal(expected, bucket.Options!.Protect));

    [Fact]
    public async Task The_application_learns_the_buckets_names()
    {
        var storage = await RecordAsync();
        Assert.Equal("pmcrm-test-uploads", await storage.ValueAsync(s => s.UploadsBucket));
        Assert.Equal("pmcrm-test-exports", await storage.ValueAsync(s => s.ExportsBucket));
    }

    private static Task<Recorded<ObjectStorage>> RecordAsync(PublicAddress? publicUploads = null) =>
        Recording.OfAsync(options => new ObjectStorage(
            "storage",
            new ObjectStorageArgs
            {
                AccountId = "account-1",
                PhysicalName = Arrange.PhysicalName,
                AppOrigin = "https://app.example.test",
                PublicUploads = publicUploads,
            },
            options
        ));

    private static Task<Recorded<ObjectBucket>> RecordBucketAsync(Protection protection) =>
        Recording.OfAsync(options => new ObjectBucket(
            "bucket",
            new ObjectBucketArgs
            {
                AccountId = "account-1",
                PhysicalName = Arrange.PhysicalName,
                AppOrigin = "https://app.example.test",
                Protection = protection,
            },
            options
        ));
}
