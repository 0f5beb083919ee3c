using System.Text.RegularExpressions;

namespace PmCrm.Repository.Tests;

/// <summary>
/// The convention for methods that return a task, as .editorconfig states it: in a library that others call, and in everything but the
/// backend, the name ends in Async, as in .NET's own libraries. In the backend, its tests and the programs that run it, every method that
/// does I/O returns a task and none has a synchronous twin, so no name has the suffix. A test is named as a sentence.
/// </summary>
public sealed partial class AsyncSuffixTests
{
    private static readonly string[] WithoutSuffix =
    [
        "app/",
        "tests/App.Tests/",
        "eng/BackendBench/",
        "eng/Image/",
        "eng/LocalServers/",
        "eng/Rehearsal/",
        "eng/Run/",
    ];

    /// <summary>Names that an interface or a base class of a library fixes.</summary>
    private static readonly string[] FixedWithSuffix =
    [
        "BindAsync",
        "DisposeAsync",
        "ExecuteAsync",
        "GetAuthorizationTokenAsync",
        "InitializeAsync",
        "SendAsync",
        "StartAsync",
        "StopAsync",
        "TryHandleAsync",
        "WaitForStartAsync",
    ];

    /// <summary>Names that the official SDK fixes, and an entry point's.</summary>
    private static readonly string[] FixedWithoutSuffix = ["Main", "RegisterResourceOutputs"];

    private static readonly List<(string File, string Name)> Methods =
    [
        .. FileNameTests.Files.SelectMany(file =>
            Declaration()
                .Matches(File.ReadAllText(Path.Combine(Checkout.Root, file)))
                .Where(match => !match.Value.Contains("override ", StringComparison.Ordinal))
                .Select(match => (file, match.Groups["name"].Value))
        ),
    ];

    [Fact]
    public void A_method_that_returns_a_task_ends_in_Async_outside_the_backend()
    {
        var methods = Methods.Where(method => !IsBackend(method.File) && !method.Name.Contains('_')).ToList();
        Assert.True(methods.Count > 200, $"Only {methods.Count} methods were found.");

        AssertNone(
            methods.Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal) && !FixedWithoutSuffix.Contains(method.Name))
        );
    }

    [Fact]
    public void No_method_of_the_backend_ends_in_Async()
    {
        var methods = Methods.Where(method => IsBackend(method.File)).ToList();
        Assert.True(methods.Count > 200, $"Only {methods.Count} methods were found.");

        AssertNone(
            methods.Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !FixedWithSuffix.Contains(method.Name))
        );
    }

    private static bool IsBackend(string file) => WithoutSuffix.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    private static void AssertNone(IEnumerable<(string File, string Name)> wrong)
    {
        var lines = wrong.Select(method => $"{method.File}: {method.Name}").ToList();
        Assert.True(lines.Count == 0, string.Join('\n', lines));
    }

    [GeneratedRegex(
        @"^ +((public|internal|private|protected|static|override|virtual|abstract|async|sealed|partial|new|extern) )*"
            + @"(Task|ValueTask)(<(?!OutputData>).+?>)? (?<name>\w+)(<\w[\w, ]*>)?\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Declaration();
}
