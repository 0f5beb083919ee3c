using PmCrm.Browser;
using PmCrm.Preview.Tests.Harness;
using PuppeteerSharp;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace PmCrm.Preview.Tests.Harness;

/// <summary>One Chromium for all tests of pages, started by the first. Skips the test if none is installed.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Chromium>> chromium = new(Chromium.StartAsync);

    public async Task<IPage> OpenAsync(string path, int width = 1600, int height = 1000, bool isDark = false)
    {
        Assert.SkipWhen(Chromium.Find() is null, "Chromium is not installed (eng/prerequisites)");
        return await (await chromium.Value).OpenAsync(new Uri(path).AbsoluteUri, width, height, isDark);
    }

    /// <summary>The file of an npm package that checks pages.</summary>
    public static async Task<string> PackageFileAsync(string file)
    {
        Assert.SkipUnless(PageChecks.IsPossible, "npm is not installed");
        return Path.Combine(await PageChecks.InstallAsync(Built.Repository), file);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium.IsValueCreated)
            await (await chromium.Value).DisposeAsync();
    }
}
