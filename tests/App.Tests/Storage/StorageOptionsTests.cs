using PmCrm.App.Configuration;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Storage;

/// <summary>The object storage's settings in the environment.</summary>
public sealed class StorageOptionsTests
{
    private const string Secret = "planted-value-5";

    [Fact]
    public void Without_a_key_no_storage_is_configured_even_if_buckets_are()
    {
        Assert.Null(Read(new() { [AppVariables.StorageAccessKeyId] = null, [AppVariables.StorageSecretAccessKey] = null }).Storage);
        Assert.Null(Read([], AppProcess.Migration).Storage);
    }

    [Fact]
    public void Host_and_buckets_are_read_from_the_URLs()
    {
        var storage = Read([]).Storage!;

        Assert.Equal(
            ("https://account.eu.r2.cloudflarestorage.com/", "crm-uploads", "crm-exports"),
            (storage.Endpoint.ToString(), storage.UploadsBucket, storage.ExportsBucket)
        );
        // Neither may be written to any output.
        Assert.Contains(Secret, Read([]).Secrets);
    }

    [Theory]
    [InlineData(AppVariables.StorageSecretAccessKey, null, "is required when R2_ACCESS_KEY_ID is set")]
    [InlineData(AppVariables.StorageAccessKeyId, null, "is required when R2_SECRET_ACCESS_KEY is set")]
    [InlineData(AppVariables.StorageUploadsUrl, null, "is required when R2_ACCESS_KEY_ID is set")]
    [InlineData(AppVariables.StorageUploadsUrl, "http://storage.example/crm-uploads", "must be https")]
    [InlineData(AppVariables.StorageUploadsUrl, "https://account.eu.r2.cloudflarestorage.com/", "and the bucket's name")]
    [InlineData(AppVariables.StorageUploadsUrl, "https://account.eu.r2.cloudflarestorage.com/a/b", "with nothing else")]
    [InlineData(AppVariables.StorageUploadsUrl, "https://u:p@account.eu.r2.cloudflarestorage.com/a", "with nothing else")]
    [InlineData(AppVariables.StorageExportsUrl, "https://other.example/crm-exports", "must have the host of R2_UPLOADS_URL")]
    [InlineData(AppVariables.StorageExportsUrl, "crm-exports", "must be an absolute http or https URL")]
    public void Missing_and_invalid_variables_are_named(string name, string? value, string words)
    {
        var refused = Assert.Throws<EnvironmentException>(() => Read(new() { [name] = value }));

        var problem = Assert.Single(refused.Problems);
        Assert.StartsWith(name + ":", problem, StringComparison.Ordinal);
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-value", refused.Message, StringComparison.Ordinal);
    }

    private static AppOptions Read(Dictionary<string, string?> changed, AppProcess process = AppProcess.Backend)
    {
        var all = TestEnvironment.Variables("postgresql://u@127.0.0.1/d", "redis://127.0.0.1");
        all[AppVariables.StorageUploadsUrl] = "https://account.eu.r2.cloudflarestorage.com/crm-uploads";
        all[AppVariables.StorageExportsUrl] = "https://account.eu.r2.cloudflarestorage.com/crm-exports";
        all[AppVariables.StorageAccessKeyId] = "planted-value-6";
        all[AppVariables.StorageSecretAccessKey] = Secret;
        all[AppVariables.DirectUrl] = all[AppVariables.DatabaseUrl];
        foreach (var (name, value) in changed)
            all[name] = value;
        return AppOptionsReader.Read(name => all.GetValueOrDefault(name), process);
    }
}
