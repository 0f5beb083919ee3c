using System.Collections.Immutable;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Resources without a class: arguments from a dictionary, with nulls, Outputs and unknowns among them.</summary>
internal static class Dynamic
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var first = new Untyped(
                "first",
                new Dictionary<string, object?>
                {
                    ["text"] = "t",
                    ["null"] = null,
                    ["list"] = ImmutableArray.Create<object?>(null, "kept", null),
                    ["map"] = ImmutableDictionary<string, object?>
                        .Empty.Add("null", null)
                        .Add("outputOfNull", Output.Create((string?)null))
                        .Add("secret", Output.CreateSecret("planted-value-15")),
                }
            );
            new Untyped(
                "second",
                new Dictionary<string, object?> { ["unknown"] = ImmutableArray.Create<object?>(first.Id, null, 2.5, true) }
            );
            new Untyped("empty", []);
            new Parent("component", new Dictionary<string, object?> { ["shown"] = "value" });
        });

    private sealed class Untyped(string name, Dictionary<string, object?> args)
        : CustomResource("sample:index:Untyped", name, new DictionaryResourceArgs(args.ToImmutableDictionary()), null);

    private sealed class Parent(string name, Dictionary<string, object?> args)
        : ComponentResource("sample:index:Parent", name, new DictionaryResourceArgs(args.ToImmutableDictionary()), null, remote: false);
}
