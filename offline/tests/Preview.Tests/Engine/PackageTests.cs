using PmCrm.Preview.Diff;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using PmCrm.Preview.Tests.Harness;
using Pulumirpc;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>Parameterized packages are served, and shown wherever a plan is shown.</summary>
public sealed class PackageTests
{
    private static readonly PlanPackage Render = new("render", "1.9.1", "terraform-provider", "1.1.3");

    [Fact]
    public async Task Two_packages_of_one_plugin_are_told_apart()
    {
        var run = await Sample.RunAsync("packages");

        Assert.False(run.Failed, string.Join('\n', run.Diagnostics));
        Assert.Equal(Render, run.Plan.Resources.Single(resource => resource.Name == "render").Options.Package);
        Assert.Equal(
            Render with
            {
                Name = "neon",
                Version = "0.15.0",
            },
            run.Plan.Resources.Single(resource => resource.Name == "neon").Options.Package
        );
        Assert.Null(run.Plan.Resources.Single(resource => resource.Name == "pet").Options.Package);
    }

    [Fact]
    public async Task The_tree_and_the_JSON_name_the_packages_with_their_plugin()
    {
        var run = await Sample.RunAsync("packages");

        Assert.Contains(
            "packages   neon 0.15.0 by terraform-provider 1.1.3   render 1.9.1 by terraform-provider 1.1.3\n",
            TreeText.Write(run.Plan, Paint.Plain),
            StringComparison.Ordinal
        );
        Assert.Contains("\"package\": \"render 1.9.1 by terraform-provider 1.1.3\"", PlanJson.Write(run.Plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_of_a_package_is_a_change()
    {
        PlanResource Service(string version) =>
            Plans.Resource("render:index/webService:WebService", "web") with
            {
                Options = new PlanOptions { Package = Render with { Version = version } },
            };

        var diff = PlanComparer.Compare(Plans.Of(Service("1.9.1")), Plans.Of(Service("1.9.2")), "base");

        var change = Assert.Single(Assert.Single(diff.Resources).Changes);
        Assert.Equal("options.package", change.Path);
        Assert.Equal(new PlanText("render 1.9.2 by terraform-provider 1.1.3"), change.New);
    }

    [Fact]
    public void A_reference_is_the_same_in_every_run_and_differs_by_parameters()
    {
        RegisterPackageRequest Request(byte parameter) =>
            new()
            {
                Name = "terraform-provider",
                Version = "1.1.3",
                Parameterization = new Parameterization
                {
                    Name = "render",
                    Version = "1.9.1",
                    Value = Google.Protobuf.ByteString.CopyFrom(parameter),
                },
            };

        Assert.Equal(new PackageRegistry().Register(Request(1)), new PackageRegistry().Register(Request(1)));
        Assert.NotEqual(new PackageRegistry().Register(Request(1)), new PackageRegistry().Register(Request(2)));
    }

    [Theory]
    [InlineData("", "1.0.0", "1.0.0", "a package has no name")]
    [InlineData("terraform-provider", "1.0", "1.0.0", "'terraform-provider' has the version '1.0'")]
    [InlineData("terraform-provider", "1.0.0", "", "'render' has the version ''")]
    [InlineData("terraform-provider", "", "v1.0.0", "'render' has the version 'v1.0.0'")]
    public void A_package_without_a_name_or_a_version_is_refused(string name, string version, string made, string message)
    {
        var request = new RegisterPackageRequest
        {
            Name = name,
            Version = version,
            Parameterization = new Parameterization { Name = "render", Version = made },
        };

        var failure = Assert.Throws<GrpcFailure>(() => new PackageRegistry().Register(request));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_the_engine_did_not_give_is_refused()
    {
        var failure = Assert.Throws<GrpcFailure>(() => new PackageRegistry().Find("made-up"));

        Assert.Contains("'made-up'", failure.Message, StringComparison.Ordinal);
    }
}
