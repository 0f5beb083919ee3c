namespace PmCrm.App.Tests.Fixtures;

/// <summary>The checkout that these tests were built from.</summary>
public static class Repository
{
    public static string Root => RepositoryRoot.Folder;
}
