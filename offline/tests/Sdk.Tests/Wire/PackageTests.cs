using Google.Protobuf;
using PmCrm.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Sdk.Tests.Wire;

/// <summary>Parameterized packages, as the Terraform bridge makes them.</summary>
[Collection(ProcessEnvironment.Name)]
public class PackageTests
{
    private static readonly RegisterPackageRequest First = Bridged("first", "1.0.0", [1, 2, 3]);
    private static readonly RegisterPackageRequest Second = Bridged("second", "2.0.0", [4, 5]);

    [Fact]
    public async Task A_package_is_registered_once_a_run_with_its_parameters()
    {
        // Resources that come at the same time may ask twice under the official SDK, so the first is waited for.
        var (exitCode, engine) = await RunAsync(async () =>
        {
            await OutputUtilities.GetValueAsync(new Bridge("first", "a", First).Urn);
            _ = new Bridge("first", "b", Bridged("first", "1.0.0", [1, 2, 3]));
            Deployment.Instance.Invoke<object>("first:index:find", InvokeArgs.Empty, (InvokeOptions?)null, First);
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(
            new Pulumirpc.RegisterPackageRequest
            {
                Name = "terraform-provider",
                Version = "1.1.3",
                Parameterization = new Pulumirpc.Parameterization
                {
                    Name = "first",
                    Version = "1.0.0",
                    Value = ByteString.CopyFrom(1, 2, 3),
                },
            },
            Assert.Single(engine.All<Pulumirpc.RegisterPackageRequest>())
        );
        Assert.Equal("package-1", engine.Registered("a").PackageRef);
        Assert.Equal("package-1", engine.Registered("b").PackageRef);
        Assert.Equal("package-1", Assert.Single(engine.All<Pulumirpc.ResourceInvokeRequest>()).PackageRef);
    }

    [Fact]
    public async Task Two_packages_of_one_plugin_have_two_references()
    {
        var (exitCode, engine) = await RunAsync(async () =>
        {
            await OutputUtilities.GetValueAsync(new Bridge("first", "a", First).Urn);
            await OutputUtilities.GetValueAsync(new Bridge("second", "b", Second).Urn);
            _ = new BridgeProvider("second", "provider", Second);
        });

        Assert.Equal(0, exitCode);
        Assert.Equal(2, engine.All<Pulumirpc.RegisterPackageRequest>().Count);
        Assert.NotEqual(engine.Registered("a").PackageRef, engine.Registered("b").PackageRef);
        Assert.Equal(engine.Registered("b").PackageRef, engine.Registered("provider").PackageRef);
    }

    [Fact]
    public async Task A_resource_that_is_read_and_a_method_name_their_package_too()
    {
        var (exitCode, engine) = await RunAsync(() =>
        {
            _ = new Bridge("first", "read", First, new CustomResourceOptions { Id = "there" });
            Deployment.Instance.Call<object>("first:index:sum", CallArgs.Empty, null, null, First);
        });

        Assert.Equal(0, exitCode);
        Assert.StartsWith("package-", Assert.Single(engine.All<Pulumirpc.ReadResourceRequest>()).PackageRef, StringComparison.Ordinal);
        Assert.StartsWith("package-", Assert.Single(engine.All<Pulumirpc.ResourceCallRequest>()).PackageRef, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_without_such_a_package_registers_none()
    {
        var (_, engine) = await RunAsync(() =>
        {
            _ = new Thing("it");
        });

        Assert.Empty(engine.All<Pulumirpc.RegisterPackageRequest>());
        Assert.Equal("", engine.Registered("it").PackageRef);
    }

    [Fact]
    public async Task An_engine_that_knows_no_such_packages_fails_the_run()
    {
        var (exitCode, engine) = await RunAsync(
            () =>
            {
                _ = new Bridge("first", "a", First);
            },
            new RecordingEngine { Lacks = { "parameterization" } }
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("does not support parameter", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_plugin_that_the_engine_cannot_register_is_used_without_a_reference()
    {
        var plain = new RegisterPackageRequest("plain", "1.0.0", null, null, null);
        var (exitCode, engine) = await RunAsync(
            () =>
            {
                _ = new Bridge("plain", "a", plain);
            },
            new RecordingEngine { Lacks = { "packages" } }
        );

        Assert.Equal(0, exitCode);
        Assert.Equal("", engine.Registered("a").PackageRef);
    }

    [Fact]
    public async Task A_parameterized_plugin_that_the_engine_cannot_register_fails_the_run()
    {
        var (exitCode, engine) = await RunAsync(
            () =>
            {
                _ = new Bridge("first", "a", First);
            },
            new RecordingEngine { Lacks = { "packages" } }
        );

        Assert.Equal(32, exitCode);
        Assert.Contains("this engine makes no packages", Assert.Single(engine.LoggedErrors), StringComparison.Ordinal);
    }

    private static RegisterPackageRequest Bridged(string name, string version, byte[] value) =>
        new("terraform-provider", "1.1.3", "", parameterization: new RegisterPackageRequest.PackageParameterization(name, version, value));

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(Func<Task> program) =>
        EngineRun.RunAsync(() => Deployment.RunAsync(program));

    private static Task<(int ExitCode, RecordingEngine Engine)> RunAsync(Action program, RecordingEngine? behaviour = null) =>
        EngineRun.RunAsync(() => Deployment.RunAsync(program), behaviour);

    private sealed class Bridge(string package, string name, RegisterPackageRequest request, CustomResourceOptions? options = null)
        : CustomResource($"{package}:index:Bridge", name, ResourceArgs.Empty, options, request);

    private sealed class BridgeProvider(string package, string name, RegisterPackageRequest request)
        : ProviderResource(package, name, ResourceArgs.Empty, null, request);
}
