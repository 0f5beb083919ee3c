using System.Reflection;
using System.Text;
using PmCrm.Sdk.Generator.Tests.Harness;
using Pulumi;

namespace PmCrm.Sdk.Generator.Tests;

/// <summary>The packages that the Terraform bridge makes from parameters: everything in each slice, with the bridge's own rules.</summary>
public class BridgedPackageTests
{
    private static readonly Dictionary<string, Assembly> Assemblies = new()
    {
        ["better-uptime"] = typeof(Pulumi.BetterUptime.Provider).Assembly,
        ["logtail"] = typeof(Pulumi.Logtail.Provider).Assembly,
        ["neon"] = typeof(Pulumi.Neon.Provider).Assembly,
        ["railway"] = typeof(Pulumi.Railway.Provider).Assembly,
        ["render"] = typeof(Pulumi.Render.Provider).Assembly,
        ["resend"] = typeof(Pulumi.Resend.Provider).Assembly,
        ["sendgrid"] = typeof(Pulumi.Sendgrid.Provider).Assembly,
        ["supabase"] = typeof(Pulumi.Supabase.Provider).Assembly,
        ["upstash"] = typeof(Pulumi.Upstash.Provider).Assembly,
    };

    public static TheoryData<string> PackageNames { get; } = [.. Assemblies.Keys];

    [Fact]
    public void Every_slice_has_its_package() =>
        Assert.Equal(
            Assemblies.Keys.Order(StringComparer.Ordinal),
            Directory
                .GetFiles(Path.Combine(Repository.Sdk, "schemas", "bridged"), "*.json")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void A_package_has_every_resource_with_every_property(string package)
    {
        var assembly = Assemblies[package];
        foreach (var resource in Repository.Slice($"bridged/{package}").Resources.Values)
        {
            var type = assembly.GetType($"{assembly.GetName().Name}.{resource.Type}", throwOnError: true)!;
            var args = assembly.GetType($"{type.FullName}Args", throwOnError: true)!;
            Assert.Equal(resource.Outputs.Keys.Order(StringComparer.Ordinal), Members.Outputs(type));
            Assert.Equal(resource.Inputs.Keys.Order(StringComparer.Ordinal), Members.Inputs(args));
        }
    }

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void Every_number_is_a_double(string package)
    {
        var members = Assemblies[package]
            .GetExportedTypes()
            .SelectMany(type =>
                type.GetProperties().Select(property => property.PropertyType).Concat(type.GetFields().Select(field => field.FieldType))
            );

        Assert.DoesNotContain(members, Mentions<int>);
    }

    [Theory]
    [InlineData("render", "1.9.1", "render-oss/render")]
    [InlineData("neon", "0.15.0", "kislerdm/neon")]
    [InlineData("better-uptime", "0.21.10", "betterstackhq/better-uptime")]
    public void A_package_has_the_parameters_of_the_bridge(string package, string version, string source)
    {
        var request = RequestOf(Assemblies[package]);

        Assert.Equal(("terraform-provider", "1.1.3", ""), (request.Name, request.Version, request.DownloadUrl));
        Assert.Equal((package, version), (request.Parameterization!.Name, request.Parameterization.Version));
        Assert.Matches(
            "^{\"remote\":{\"url\":\"[a-z.]+/" + source + "\",\"version\":\"" + version + "\"}}$",
            Encoding.UTF8.GetString(request.Parameterization.Value)
        );
    }

    [Fact]
    public void The_table_of_packages_and_the_slices_agree_on_the_versions()
    {
        foreach (var (package, assembly) in Assemblies)
            Assert.Equal(Repository.Slice($"bridged/{package}").Version, RequestOf(assembly).Parameterization!.Version);
    }

    [Fact]
    public async Task A_resource_is_registered_with_its_arguments()
    {
        var registered = await Run.ProgramAsync(() =>
            _ = new Pulumi.Upstash.RedisDatabase(
                "cache",
                new()
                {
                    DatabaseName = "cache",
                    Region = "global",
                    PrimaryRegion = "eu-central-1",
                    Tls = true,
                    Budget = 20,
                }
            )
        );

        var cache = Assert.Single(registered);
        Assert.Equal("upstash:index/redisDatabase:RedisDatabase", cache.Type);
        Assert.Equal("cache", cache.Inputs["databaseName"]);
        Assert.Equal(20.0, cache.Inputs["budget"]);
    }

    private static RegisterPackageRequest RequestOf(Assembly assembly) =>
        (RegisterPackageRequest)
            assembly
                .GetType("Pulumi.Standin.PackageFacts", throwOnError: true)!
                .GetField("Package", BindingFlags.NonPublic | BindingFlags.Static)!
                .GetValue(null)!;

    private static bool Mentions<T>(Type type) =>
        type == typeof(T)
        || (type.IsArray && Mentions<T>(type.GetElementType()!))
        || (type.IsGenericType && type.GenericTypeArguments.Any(Mentions<T>));
}
