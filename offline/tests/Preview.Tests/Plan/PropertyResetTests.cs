using System.Text.Json;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Plan;

/// <summary>Tests of <c>ignoreChanges</c>, with the cases of pulumi/pulumi, sdk/go/common/resource/properties_path.go (reset).</summary>
public sealed class PropertyResetTests
{
    [Theory]
    // A key.
    [InlineData("a", """{"a":1,"b":1}""", """{"a":2,"b":2}""", """{"a":1,"b":2}""", true)]
    [InlineData("a", """{}""", """{"a":2}""", """{}""", true)]
    [InlineData("a", """{"a":1}""", """{}""", """{"a":1}""", true)]
    [InlineData("a.b", """{"a":{"b":1}}""", """{"a":{"b":2,"c":3}}""", """{"a":{"b":1,"c":3}}""", true)]
    [InlineData("a.b", """{"a":{"b":1}}""", """{}""", """{}""", false)]
    [InlineData("a.b", """{}""", """{"a":{"b":2}}""", """{"a":{}}""", true)]
    [InlineData("a.b", """{}""", """{}""", """{}""", true)]
    [InlineData("a.b", """{"a":{"b":1}}""", """{"a":2}""", """{"a":2}""", false)]
    [InlineData("a[\"b.c\"]", """{"a":{"b.c":1}}""", """{"a":{"b.c":2}}""", """{"a":{"b.c":1}}""", true)]
    [InlineData("a[\"b\\\"c\"]", """{"a":{"b\"c":1}}""", """{"a":{"b\"c":2}}""", """{"a":{"b\"c":1}}""", true)]
    // An index.
    [InlineData("a[1]", """{"a":[1,2]}""", """{"a":[3,4]}""", """{"a":[3,2]}""", true)]
    [InlineData("a[1]", """{"a":[1]}""", """{"a":[3,4]}""", """{"a":[3,4]}""", false)]
    [InlineData("a[1]", """{"a":[1,2]}""", """{"a":[3]}""", """{"a":[3]}""", false)]
    [InlineData("a[2]", """{"a":[1]}""", """{"a":[3]}""", """{"a":[3]}""", true)]
    [InlineData("a[-1]", """{"a":[1]}""", """{"a":[3]}""", """{"a":[3]}""", false)]
    [InlineData("a[0]", """{"a":{"0":1}}""", """{"a":[3]}""", """{"a":[3]}""", false)]
    [InlineData("a[0].b", """{"a":[{"b":1}]}""", """{"a":[{"b":2}]}""", """{"a":[{"b":1}]}""", true)]
    [InlineData("a[1].b", """{"a":[{"b":1}]}""", """{"a":[{"b":2}]}""", """{"a":[{"b":2}]}""", false)]
    // Every key, every element: an element that is new stays.
    [InlineData("a[*]", """{"a":[0,1]}""", """{"a":[9,8,7]}""", """{"a":[0,1,7]}""", false)]
    [InlineData("a[*]", """{"a":[0,1]}""", """{"a":[9]}""", """{"a":[0]}""", false)]
    [InlineData("a[*]", """{"a":[0,1]}""", """{"a":[9,8]}""", """{"a":[0,1]}""", true)]
    [InlineData("a.*", """{"a":{"x":1,"y":2}}""", """{"a":{"x":3,"z":4}}""", """{"a":{"x":1,"y":2}}""", true)]
    [InlineData("a[*]", """{"a":1}""", """{"a":2}""", """{"a":2}""", false)]
    [InlineData("a[*].b", """{"a":[{"b":1},{"b":2}]}""", """{"a":[{"b":3},{"b":4}]}""", """{"a":[{"b":1},{"b":2}]}""", true)]
    [InlineData("a[*].b", """{"a":[{"b":1}]}""", """{"a":[{"b":3},{"b":4}]}""", """{"a":[{"b":1},{"b":4}]}""", false)]
    [InlineData("a.*.b", """{"a":{"x":{"b":1}}}""", """{"a":{"y":{"b":3}}}""", """{"a":{"y":{"b":3}}}""", false)]
    [InlineData("*", """{"a":1}""", """{"b":2}""", """{"a":1}""", true)]
    // A key does not select in a list, and a text that is not a path is skipped.
    [InlineData("rules.port", """{"rules":[{"port":80}]}""", """{"rules":[{"port":443}]}""", """{"rules":[{"port":443}]}""", true)]
    [InlineData("labels[abc]", """{"labels":{"abc":1}}""", """{"labels":{"abc":2}}""", """{"labels":{"abc":2}}""", true)]
    public void The_old_value_is_restored_at_the_path(string path, string old, string @new, string expected, bool followed)
    {
        var (inputs, unfollowed) = PropertyReset.Apply(Map(old), Map(@new), [path]);

        Assert.True(PlanValue.Same(Map(expected), inputs));
        Assert.Equal(followed ? [] : [path], unfollowed);
    }

    [Theory]
    // An object with the key "secret" stands for a secret of the value.
    [InlineData(
        "a.b",
        """{"a":{"secret":{"b":1,"c":2}}}""",
        """{"a":{"secret":{"b":3,"c":4}}}""",
        """{"a":{"secret":{"b":1,"c":4}}}""",
        true
    )]
    [InlineData("a.b", """{"a":{"secret":{"b":1}}}""", """{"a":{"b":3,"c":4}}""", """{"a":{"b":{"secret":1},"c":4}}""", true)]
    [InlineData("a.b", """{"a":{"b":1}}""", """{"a":{"secret":{"b":3,"c":4}}}""", """{"a":{"secret":{"b":1,"c":4}}}""", true)]
    [InlineData("a.b", """{"a":{"secret":{}}}""", """{"a":{"secret":{"b":3,"c":4}}}""", """{"a":{"secret":{"c":4}}}""", true)]
    [InlineData("a[1]", """{"a":{"secret":[1,2]}}""", """{"a":{"secret":[3,4]}}""", """{"a":{"secret":[3,2]}}""", true)]
    [InlineData("a[*].b", """{"a":{"secret":[{"b":1}]}}""", """{"a":[{"b":{"secret":3}}]}""", """{"a":[{"b":{"secret":1}}]}""", true)]
    [InlineData("a.*", """{"a":{"secret":{"x":1}}}""", """{"a":{"secret":{"y":2}}}""", """{"a":{"secret":{"x":1}}}""", true)]
    [InlineData("a.b", """{"a":{"secret":1}}""", """{"a":{"secret":2}}""", """{"a":{"secret":2}}""", true)]
    [InlineData("a.b.c", """{"a":{"secret":{"b":{"c":1}}}}""", """{"a":{"secret":{}}}""", """{"a":{"secret":{}}}""", false)]
    public void A_path_leads_into_a_secret_and_what_was_secret_stays_so(
        string path,
        string old,
        string @new,
        string expected,
        bool followed
    )
    {
        var (inputs, unfollowed) = PropertyReset.Apply(Map(old), Map(@new), [path]);

        Assert.True(PlanValue.Same(Map(expected), inputs));
        Assert.Equal(followed ? [] : [path], unfollowed);
    }

    private static PlanMap Map(string json) => (PlanMap)Value(JsonDocument.Parse(json).RootElement);

    private static PlanValue Value(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object when json.TryGetProperty("secret", out var secret) => PlanSecret.Of(Value(secret)),
            JsonValueKind.Object => new PlanMap(json.EnumerateObject().ToDictionary(entry => entry.Name, entry => Value(entry.Value))),
            JsonValueKind.Array => new PlanList([.. json.EnumerateArray().Select(Value)]),
            _ => new PlanNumber(json.GetDouble()),
        };
}
