namespace PmCrm.Repository.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root => RepositoryRoot.Folder;

    public static IReadOnlyList<string> Workflows { get; } =
    [.. Directory.EnumerateFiles(Path.Combine(Root, ".github", "workflows"), "*.yml").Order(StringComparer.Ordinal)];

    /// <summary>The shell scripts of the repository, by their first line.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
    [
        .. new[] { ".ci", "eng" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder)))
            .Where(file => File.ReadLines(file).FirstOrDefault() is "#!/bin/sh" or "#!/bin/bash" or "#!/usr/bin/env bash")
            .Order(StringComparer.Ordinal),
    ];

    public static string Script(string name) => Path.Combine(Root, "eng", name);
}
