using PmCrm.LocalServers;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace PmCrm.Browser;

/// <summary>The installed Chromium in headless mode, for tests of pages. eng/prerequisites installs it if it may.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly IBrowser browser;
    private readonly string profile;

    private Chromium(IBrowser browser, string profile)
    {
        this.browser = browser;
        this.profile = profile;
    }

    /// <summary>The path of the program; null if it is not installed.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : Names.Select(name => ChildProcess.Find(name)).FirstOrDefault(path => path is not null);

    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static async Task<Chromium> StartAsync()
    {
        var profile = Directory.CreateTempSubdirectory("chromium-").FullName;
        var browser = await Puppeteer.LaunchAsync(
            new LaunchOptions
            {
                ExecutablePath = Find() ?? throw new InvalidOperationException("chromium is not installed: eng/prerequisites installs it"),
                UserDataDir = profile,
                Headless = true,
                // In a container, root has no sandbox and /dev/shm is small.
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--hide-scrollbars"],
                Timeout = 60_000,
            }
        );
        return new Chromium(browser, profile);
    }

    /// <summary>Opens a page of a given size in CSS pixels.</summary>
    /// <param name="address">A file or http address.</param>
    /// <param name="width">Width of the window.</param>
    /// <param name="height">Height of the window.</param>
    /// <param name="isDark">Whether the reader prefers a dark color scheme.</param>
    public async Task<IPage> OpenAsync(string address, int width = 1600, int height = 1000, bool isDark = false)
    {
        var page = await browser.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateMediaFeaturesAsync([
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" },
        ]);
        await page.GoToAsync(address, new NavigationOptions { WaitUntil = [WaitUntilNavigation.Load], Timeout = 60_000 });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        browser.Dispose();
        try
        {
            Directory.Delete(profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still be writing its last file; the folder is temporary.
        }
    }
}
