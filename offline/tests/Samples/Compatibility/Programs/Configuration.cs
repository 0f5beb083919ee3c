using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Configuration of every type, of three namespaces, secret and plain, present and absent.</summary>
internal static class Configuration
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var config = new Config();
            var other = new Config("other");
            var oldStyle = new Config("other:config");

            new Thing(
                "plain",
                new ThingArgs
                {
                    Text = config.Require("text"),
                    Number = config.RequireInt32("number"),
                    Ratio = config.RequireDouble("ratio"),
                    Flag = config.RequireBoolean("flag"),
                    Items = { other.Require("key"), oldStyle.Get("key") ?? "absent" },
                }
            );
            new Thing(
                "secret",
                new ThingArgs
                {
                    Text = config.RequireSecret("password"),
                    Number = config.RequireSecretInt32("number"),
                    Ratio = config.RequireSecretDouble("ratio"),
                    Flag = config.RequireSecretBoolean("flag"),
                    Items = config.RequireSecretObject<ImmutableArray<string>>("list"),
                }
            );
            var settings = config.RequireObject<Settings>("object");
            new Thing(
                "object",
                new ThingArgs
                {
                    Text = settings.Name,
                    Number = settings.Limits?["cpu"] ?? 0,
                    Items = config.RequireObject<string[]>("list"),
                }
            );
            new Thing(
                "absent",
                new ThingArgs
                {
                    Text = config.Get("absent")!,
                    Items =
                    {
                        $"{config.GetInt32("absent") is null}",
                        $"{config.GetBoolean("absent") is null}",
                        $"{config.GetSecret("absent") is null}",
                        $"{config.GetObject<Settings>("absent") is null}",
                        Fails(() => config.Require("absent")),
                        Fails(() => config.RequireBoolean("upper")),
                        Fails(() => config.RequireInt32("text")),
                        Fails(() => config.RequireObject<Settings>("text")),
                    },
                }
            );
            new Thing(
                "run",
                new ThingArgs
                {
                    Items =
                    {
                        Deployment.Instance.StackName,
                        Deployment.Instance.ProjectName,
                        Deployment.Instance.OrganizationName,
                        $"{Deployment.Instance.IsDryRun}",
                    },
                }
            );
        });

    private static string Fails(Action read)
    {
        try
        {
            read();
            return "read";
        }
        catch (RunException failure)
        {
            return failure.GetType().Name;
        }
    }

    private sealed record Settings(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("limits")] IReadOnlyDictionary<string, int>? Limits
    );
}
