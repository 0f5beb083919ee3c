namespace PmCrm.Repository.Tests;

/// <summary>
/// Runs eng/find-image with stubs of git and gcloud: it finds the requested image or says why not.
/// </summary>
public sealed class FindImageTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string Head = "89abcdef0123456789abcdef0123456789abcdef";
    private static readonly string Digest = "sha256:" + new string('a', 64);

    private readonly StubTools tools = new();

    public FindImageTests()
    {
        tools.Add("git", $"case $1 in rev-parse) echo {Head} ;; merge-base) [ \"$3\" = {Commit} ] ;; esac");
        tools.Add("gcloud", $"case $4 in list) echo {Digest} ;; esac");
    }

    public void Dispose() => tools.Dispose();

    [Fact]
    public async Task A_commit_brings_its_own_image_and_configuration()
    {
        var (exitCode, printed) = await FindAsync(commit: Commit);

        Assert.True(exitCode == 0, printed);
        Assert.Contains($"digest={Digest}\n", printed, StringComparison.Ordinal);
        Assert.Contains($"ref={Commit}\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_keeps_todays_configuration()
    {
        var (exitCode, printed) = await FindAsync(digest: Digest);

        Assert.True(exitCode == 0, printed);
        Assert.Contains($"ref={Head}\n", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "neither a commit nor a digest")]
    [InlineData(Commit, "sha256:1", "a commit and a digest were given")]
    [InlineData("main", "", "is not a full commit id")]
    [InlineData(Head, "", "is not on main")]
    [InlineData("", "sha256:1", "is not sha256: and 64 hexadecimal digits")]
    [InlineData("$(touch planted)", "", "is not a full commit id")]
    public async Task What_cannot_be_deployed_is_refused_with_the_reason(string commit, string digest, string said)
    {
        var (exitCode, printed) = await FindAsync(commit, digest);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("digest=", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_is_no_longer_in_the_registry_is_reported()
    {
        tools.Add("gcloud", "case $4 in list) ;; describe) exit 1 ;; esac");

        var byCommit = await FindAsync(commit: Commit);
        var byDigest = await FindAsync(digest: Digest);

        Assert.Equal((1, 1), (byCommit.ExitCode, byDigest.ExitCode));
        Assert.Contains("has no image of commit", byCommit.Printed, StringComparison.Ordinal);
        Assert.Contains("has no image registry.example/p/r/pmcrm-backend@", byDigest.Printed, StringComparison.Ordinal);
    }

    /// <summary>No access is another fault than an image that is gone, and is mended elsewhere.</summary>
    [Theory]
    [InlineData(Commit, false)]
    [InlineData("", true)]
    public async Task A_registry_that_does_not_answer_is_not_taken_for_an_empty_one(string commit, bool byDigest)
    {
        tools.Add("gcloud", "echo 'ERROR: PERMISSION_DENIED' >&2; exit 1");

        var (exitCode, printed) = await FindAsync(commit, byDigest ? Digest : "");

        Assert.Equal(1, exitCode);
        Assert.Contains("ERROR: PERMISSION_DENIED", printed, StringComparison.Ordinal);
        Assert.Contains("gcloud's message is above", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("digest=", printed, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Printed)> FindAsync(string commit = "", string digest = "") =>
        tools.RunAsync(
            Checkout.Script("find-image"),
            environment: new()
            {
                ["COMMIT"] = commit,
                ["DIGEST"] = digest,
                ["IMAGE"] = "registry.example/p/r/pmcrm-backend",
            }
        );
}
