using System.Collections.Immutable;
using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Secretness through every way to make one Output from others, and through every way for a property to be secret.</summary>
internal static class Secrets
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var secret = Output.CreateSecret("planted-value-1");
            var plain = Output.Create("plain");
            var fromTask = Output.CreateSecret(Task.FromResult("planted-value-2"));
            var fromOutput = Output.CreateSecret(plain);

            new Thing("apply", new ThingArgs { Text = secret.Apply(s => s + "-applied") });
            new Thing("apply-async", new ThingArgs { Text = secret.Apply(s => Task.FromResult(s.ToUpperInvariant())) });
            new Thing("apply-output", new ThingArgs { Text = plain.Apply(_ => secret) });
            new Thing("all", new ThingArgs { Items = Output.All(secret, plain) });
            new Thing("all-plain", new ThingArgs { Items = Output.All(new Input<string>[] { "a", plain }) });
            new Thing(
                "tuple",
                new ThingArgs { Text = Output.Tuple(secret, plain, Output.Create(1)).Apply(t => $"{t.Item1}/{t.Item2}/{t.Item3}") }
            );
            new Thing("format", new ThingArgs { Text = Output.Format($"{plain}:{fromTask} {1:000}") });
            new Thing("format-plain", new ThingArgs { Text = Output.Format($"{plain} and {2.5}") });
            new Thing(
                "json",
                new ThingArgs
                {
                    Text = Output.JsonSerialize(Output.Create(new Dictionary<string, object> { ["user"] = "u", ["password"] = secret })),
                }
            );
            new Thing(
                "json-read",
                new ThingArgs { Items = Output.JsonDeserialize<ImmutableArray<string>>(Output.CreateSecret("""["x","planted-value-3"]""")) }
            );
            new Thing("unsecret", new ThingArgs { Text = Output.Unsecret(secret) });
            new Thing("secret-again", new ThingArgs { Text = fromOutput });
            new Thing(
                "is-secret",
                new ThingArgs { Text = Output.Create(Output.IsSecretAsync(secret)).Apply(yes => yes ? "secret" : "plain") }
            );
            new Thing(
                "inside",
                new ThingArgs
                {
                    Items = { "plain", secret },
                    Labels = { { "user", "u" }, { "password", secret } },
                    Nested = new PartArgs { PartName = secret, Tags = { fromTask } },
                    Anything = new Dictionary<string, object?>
                    {
                        ["deep"] = new object?[] { new Dictionary<string, object?> { ["er"] = secret } },
                    },
                    JsonParts = { new PartArgs { PartName = secret } },
                }
            );
            new Thing(
                "wrapped-by-setter",
                new ThingArgs
                {
                    SecretText = "planted-value-4",
                    SecretLabels = new InputMap<string> { { "password", "planted-value-5" } },
                }
            );
            new Thing("not-wrapped-by-initialiser", new ThingArgs { SecretLabels = { { "password", "initialised through the getter" } } });
            new Thing("of-numbers", new ThingArgs { Number = Output.CreateSecret(5), Flag = Output.CreateSecret(true) });
            new Thing("of-null", new ThingArgs { Text = Output.CreateSecret((string?)null)! });
            new Thing("of-object", new ThingArgs { Nested = Output.CreateSecret(new PartArgs { PartName = "whole" }) });
            var source = new Thing(
                "marked",
                new ThingArgs { Text = "made secret by option" },
                new CustomResourceOptions { AdditionalSecretOutputs = { "text", "labels" } }
            );
            new Thing("from-marked", new ThingArgs { Text = source.Text, Items = { source.ComputedSecret, source.Computed } });

            return new Dictionary<string, object?>
            {
                ["secret"] = secret,
                ["plain"] = plain,
                ["nested"] = new Dictionary<string, object?> { ["password"] = fromTask, ["list"] = new object?[] { 1, secret } },
                ["fromResource"] = source.ComputedSecret,
            };
        });
}
