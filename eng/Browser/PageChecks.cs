using PmCrm.LocalServers;

namespace PmCrm.Browser;

/// <summary>The npm packages that check pages (eng/page-checks): axe-core and mermaid, in the versions of the lock file.</summary>
public static class PageChecks
{
    public static bool IsPossible => NpmPackages.IsPossible;

    /// <summary>Installs them once into <c>artifacts/page-checks</c> of the checkout, and returns the folder <c>node_modules</c>.</summary>
    public static Task<string> InstallAsync(string checkout) =>
        NpmPackages.Install(Path.Combine(checkout, "eng", "page-checks"), Path.Combine(checkout, "artifacts", "page-checks"));
}
