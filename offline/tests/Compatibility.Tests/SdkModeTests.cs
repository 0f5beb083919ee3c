using PmCrm.Compatibility.Tests.Recording;

namespace PmCrm.Compatibility.Tests;

/// <summary>Which SDK a build uses, and that only the build depends on it.</summary>
public sealed class SdkModeTests : IDisposable
{
    private readonly ClonedBuild clone = new();

    public void Dispose() => clone.Dispose();

    [Fact]
    public async Task Without_a_setting_the_mode_is_official() => Assert.Equal("official", await clone.PropertyAsync("PulumiSdk"));

    [Fact]
    public async Task A_feed_without_the_packages_is_noted_once_and_then_every_build_takes_the_stand_in()
    {
        var (exitCode, output) = await clone.ChooseAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains("NU1101: Unable to find package Pulumi", output, StringComparison.Ordinal);
        Assert.Equal("standin", await clone.PropertyAsync("PulumiSdk"));
    }

    [Fact]
    public async Task A_feed_with_the_packages_leaves_the_builds_official_and_removes_an_earlier_note()
    {
        await clone.ChooseAsync();
        clone.Serve(ClonedBuild.Packages);

        var (exitCode, output) = await clone.ChooseAsync();

        Assert.True(exitCode == 0, output);
        Assert.Equal("official", await clone.PropertyAsync("PulumiSdk"));
    }

    [Fact]
    public async Task A_feed_that_gives_no_answer_is_not_taken_for_one_without_the_packages()
    {
        clone.RemoveFeed();

        var (exitCode, output) = await clone.ChooseAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("could not be asked", output, StringComparison.Ordinal);
        Assert.Contains("PulumiSdk=standin", output, StringComparison.Ordinal);
        Assert.Equal("official", await clone.PropertyAsync("PulumiSdk"));
    }

    [Fact]
    public async Task The_feed_is_not_asked_if_the_caller_chose_a_mode()
    {
        var (exitCode, output) = await clone.ChooseAsync(mode: "official");

        Assert.True(exitCode == 0, output);
        Assert.Empty(output);
    }

    /// <summary>The build of the CLI's language host: `dotnet build -nologo` in infra/, with nothing in the environment.</summary>
    [Fact]
    public async Task A_plain_build_that_cannot_restore_the_packages_names_the_command_to_run()
    {
        var (exitCode, output) = await clone.DotnetAsync("build", "infra", "-nologo", "-nodeReuse:false");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("NU1101: Unable to find package Pulumi.Gcp", output, StringComparison.Ordinal);
        Assert.Contains("run `make pulumi-sdk` once", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_restore_takes_the_official_packages_from_a_feed_that_has_them()
    {
        clone.Serve([.. ClonedBuild.Packages, .. ClonedBuild.OtherPackages]);

        var (exitCode, output) = await clone.DotnetAsync("restore", "infra", "-nodeReuse:false");

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("make pulumi-sdk", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("official")]
    [InlineData("standin")]
    public async Task A_mode_that_is_set_is_used_and_has_an_output_folder_of_its_own(string mode)
    {
        foreach (var (property, folder) in new[] { ("BaseOutputPath", "bin"), ("BaseIntermediateOutputPath", "obj") })
        {
            var path = (await clone.PropertyAsync(property, mode)).Replace('\\', '/');
            Assert.EndsWith($"/artifacts/{mode}/{folder}/infra/", path, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Restore")]
    [InlineData("Build")]
    public async Task Another_mode_is_an_error_that_names_the_accepted_ones(string target)
    {
        var (exitCode, output) = await clone.MSBuildAsync("offical", $"-target:{target}");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("PulumiSdk is 'offical'; accepted: official, standin.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_that_both_modes_build_has_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "Infra.sln")).Replace('\\', '/');
        var projects = Directory
            .EnumerateFiles(RepositoryRoot.Folder, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal));

        // These two exist to try once whether packages can be restored, so they cannot be restored everywhere.
        var missing = projects.Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal));
        Assert.Empty(missing.Except(["eng/official/official.csproj", "eng/compiler/compiler.csproj"]));
    }

    [Theory]
    [InlineData("infra")]
    [InlineData("Stacks")]
    [InlineData("Components")]
    public void The_program_is_one_source_without_conditions(string folder)
    {
        var conditional = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Folder, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

        Assert.Empty(conditional);
    }
}
