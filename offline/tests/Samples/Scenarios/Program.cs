using System.Collections.Immutable;
using System.Globalization;
using PmCrm.Samples.Scenarios;
using Pulumi;

// Behaviours of a program towards the engine, one per run: the configuration key "scenario" selects it. Some are selected by an
// environment variable, because they end before a program can read its configuration.
switch (Environment.GetEnvironmentVariable("SCENARIO"))
{
    case "silent":
        return 0;
    case "exit-7":
        Console.Error.WriteLine("the disk is full");
        return 7;
    case "chatty":
        Console.WriteLine("hello from the program");
        break;
}

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    return Behaviours.Run(config.Get("scenario") ?? "shop", config);
});

internal static class Behaviours
{
    private const string Planted = "planted-value-1";

    public static Dictionary<string, object?> Run(string scenario, Config config)
    {
        switch (scenario)
        {
            case "shop":
                return Shop(config);
            case "many":
                return Many(config.RequireInt32("count"));
            case "deep":
                return Deep(config.GetInt32("levels") ?? 200, config.Get("innermost") ?? "the innermost");
            case "duplicate":
                return Duplicate();
            case "packages":
                return Packages();
            case "throws":
                Fail($"the orchard is closed, says {config.Get("token")}");
                return [];
            case "throws-in-apply":
                new Thing("gcp:sql/databaseInstance:DatabaseInstance", "db", []).PrivateIpAddress.Apply(address =>
                    Fail($"no route to {address}")
                );
                return [];
            case "logs-error":
                Log.Error($"the token {config.Get("token")} is stale");
                return [];
            case "logs-warning":
                Log.Warn($"the token {config.Get("token")} is old");
                return [];
            case "crashes":
                new Thing("random:index/randomPet:RandomPet", "last-words", []);
                // The registration above is asynchronous; the crash waits until the engine has it.
                new Thing("random:index/randomPet:RandomPet", "second", []).Urn.Apply(_ => Crash("pulled the plug"));
                return [];
            case "hangs":
                new Thing("random:index/randomPet:RandomPet", "sleepy", []);
                return new() { ["never"] = Output.Create(new TaskCompletionSource<string>().Task) };
            case "invokes":
                return new()
                {
                    ["answer"] = Output.Create(Deployment.Instance.InvokeAsync<object>("acme:index:getNothing", new EmptyArgs())),
                };
            case "leaks":
                // A secret that the program itself unwraps and puts into every place that is shown.
                var secret = Output.CreateSecret(Planted);
                new Thing("acme:index:Bench", "vault", new() { ["key"] = secret });
                new Thing(
                    "acme:index:Bench",
                    "leaky",
                    new()
                    {
                        ["plain"] = Output.Unsecret(secret),
                        ["inside"] = $"https://host/?token={Uri.EscapeDataString(Planted)}&again={Planted}",
                        ["encoded"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Planted)),
                        ["deep"] = Map(("list", ImmutableArray.Create<object?>($"a {Planted} b")), ("number", Output.CreateSecret(4))),
                        ["keyed"] = Map((Planted, "value")),
                    }
                );
                return new() { ["leak"] = $"-{Planted}-", ["kept"] = secret };
            case "chatty-secret":
                Console.WriteLine($"on standard output: {Planted}");
                Console.Error.WriteLine($"on standard error: {Planted}");
                return new() { ["kept"] = Output.CreateSecret(Planted) };
            case "throws-secret":
                new Thing("acme:index:Bench", "vault", new() { ["key"] = Output.CreateSecret(Planted) }).Urn.Apply(_ =>
                    Fail($"cannot connect with {Planted}")
                );
                return [];
            case "crashes-secret":
                new Thing("acme:index:Bench", "vault", new() { ["key"] = Output.CreateSecret(Planted) }).Urn.Apply(_ =>
                    Crash($"cannot connect with {Planted}")
                );
                return [];
            case "open-address":
                // Marked secret, as by a provider that marks all values of a kind.
                var address = $"https://{config.Require("host")}";
                new Thing("acme:index:Bench", "bench", new() { ["value"] = Output.CreateSecret(address) });
                return new() { ["address"] = address };
            case "typed-secrets":
                return new()
                {
                    ["port"] = config.RequireSecretInt32("port"),
                    ["flag"] = config.RequireSecretBoolean("flag"),
                    ["keys"] = Output.Unsecret(config.RequireSecretObject<Dictionary<string, string>>("keys").Apply(keys => keys.Count)),
                    ["names"] = Output.Unsecret(config.RequireSecretObject<string[]>("names").Apply(names => names.Length)),
                };
            case "numbers":
                new Thing("acme:index:Bench", "odd", new() { ["nan"] = double.NaN, ["inf"] = double.NegativeInfinity });
                return [];
            case "names":
                new Thing("acme:index:Bench", "two\nlines \u001b[31mred \u0085 \u202e", new() { ["x\u001by"] = "v\u001b[2J" });
                return new() { ["out\nput"] = "x\u001b[31m" };
            case "config":
                return new() { ["value"] = config.Get("value") };
            default:
                throw new ArgumentException($"no scenario '{scenario}'");
        }
    }

    private static ImmutableDictionary<string, object?> Map(params (string Key, object? Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);

    private static string Crash(string message)
    {
        Environment.FailFast(message);
        return message;
    }

    private static string Fail(string message) => throw new InvalidOperationException(message);

    // A little of everything: a component tree, secrets in every place, computed values passed on, options.
    private static Dictionary<string, object?> Shop(Config config)
    {
        var region = config.Get("region") ?? "europe-west1";
        var group = new Group("shop");
        var password = new Thing(
            "random:index/randomPassword:RandomPassword",
            "shop-password",
            new() { ["length"] = 32 },
            new CustomResourceOptions { Parent = group, AdditionalSecretOutputs = { "result" } }
        );
        var database = new Thing(
            "gcp:sql/databaseInstance:DatabaseInstance",
            "shop-db",
            new()
            {
                ["databaseVersion"] = "POSTGRES_16",
                ["region"] = region,
                ["settings"] = Map(("tier", config.Get("tier") ?? "db-custom-1-3840"), ("availabilityType", "ZONAL")),
                ["rootPassword"] = password.Result,
            },
            new CustomResourceOptions { Parent = group, Protect = true }
        );
        var url = Output.Format($"postgres://shop:{password.Result}@{database.PrivateIpAddress}/shop");
        var secret = Output.CreateSecret(config.Get("token") ?? Planted);
        new Thing(
            "kubernetes:core/v1:Secret",
            "shop-secret",
            new()
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["stringData"] = Map(("DATABASE_URL", url), ("TOKEN", secret)),
            },
            new CustomResourceOptions { Parent = group, AdditionalSecretOutputs = { "data", "stringData" } }
        );
        new Thing(
            "acme:index:Bench",
            "leaky",
            new()
            {
                ["plain"] = $"https://host/?token={Uri.EscapeDataString(Planted)}",
                ["colours"] = ImmutableArray.Create<object?>("red", "green"),
                ["size"] = 3.5,
                ["on"] = true,
            },
            new CustomResourceOptions { DependsOn = { database }, IgnoreChanges = { "size" } }
        );
        group.Done(new() { ["address"] = database.PrivateIpAddress });
        return new() { ["databaseAddress"] = database.PrivateIpAddress, ["databaseUrl"] = url };
    }

    private static Dictionary<string, object?> Many(int count)
    {
        Output<string>? previous = null;
        for (var i = 0; i < count; i++)
        {
            var thing = new Thing(
                "gcp:storage/bucket:Bucket",
                "bucket-" + i.ToString(CultureInfo.InvariantCulture),
                new()
                {
                    ["location"] = "EU",
                    ["labels"] = Map(("app", "sample"), ("index", i), ("previous", previous)),
                    ["lifecycleRules"] = ImmutableArray.Create<object?>(Map(("action", "Delete"), ("age", 30))),
                }
            );
            if (i % 10 == 0)
                previous = thing.Name;
        }
        return [];
    }

    // A custom resource definition, whose schema is an object of many levels.
    private static Dictionary<string, object?> Deep(int levels, string innermost)
    {
        object schema = innermost;
        for (var level = 0; level < levels; level++)
            schema = Map(("properties", schema));
        new Thing(
            "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
            "definition",
            new()
            {
                ["apiVersion"] = "apiextensions.k8s.io/v1",
                ["kind"] = "CustomResourceDefinition",
                ["metadata"] = Map(("name", "things.example.com")),
                ["spec"] = Map(("schema", schema)),
            }
        );
        return new() { ["schema"] = schema };
    }

    // Two packages that one plugin makes, and a resource of neither.
    private static Dictionary<string, object?> Packages()
    {
        new Made("render", "1.9.1", [1]);
        new Made("neon", "0.15.0", [2]);
        new Thing("random:index/randomPet:RandomPet", "pet", []);
        return [];
    }

    private static Dictionary<string, object?> Duplicate()
    {
        new Thing("random:index/randomPet:RandomPet", "twin", []);
        new Thing("random:index/randomPet:RandomPet", "twin", []);
        return [];
    }
}

internal sealed class EmptyArgs : InvokeArgs;
