using System.Text.Json;
using PmCrm.Preview.Cost;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>The tables of what a change does and of what costs nothing: who says so, and what a wrong row is told.</summary>
public sealed class DangerTableTests
{
    private const string Header = "type\tproperty\tevent\twhen\tkind\tsays\tprotection\tsource\n";

    [Fact]
    public void No_more_dangers_than_today_are_unconfirmed_and_a_confirmed_one_lowers_the_count() =>
        Assert.Equal(1, DangerRule.All.Count(rule => IsUnconfirmed(rule.Source)));

    [Fact]
    public void No_more_free_types_than_today_are_unconfirmed_and_a_confirmed_one_lowers_the_count() =>
        Assert.Equal(10, FreeType.All.Count(row => IsUnconfirmed(row.Source)));

    [Theory]
    [InlineData("general knowledge")]
    [InlineData("third-party")]
    public void What_somebody_believes_is_no_source(string belief)
    {
        Assert.DoesNotContain(DangerRule.All, rule => rule.Source.StartsWith(belief, StringComparison.Ordinal));
        Assert.DoesNotContain(FreeType.All, row => row.Source.StartsWith(belief, StringComparison.Ordinal));
    }

    [Fact]
    public void No_row_stands_after_one_that_means_the_same_always()
    {
        var rules = DangerRule.All.Where(rule => rule.Event != DangerRule.Renewed).ToList();
        Assert.All(rules, rule =>
            Assert.DoesNotContain(rules.TakeWhile(other => other != rule), other =>
                other.When is null
                && other.Type == rule.Type
                && (other.Event == rule.Event || other.Event == "any")
                && (other.Property == "-" || $"{rule.Property}.".StartsWith($"{other.Property}.", StringComparison.Ordinal))
            )
        );
    }

    // A rule with a typing error would never be met, and nothing else would tell.
    [Fact]
    public void Every_rule_is_about_a_type_and_about_inputs_that_the_provider_has()
    {
        var schemas = Schemas();
        var unknown = DangerRule
            .All.Where(rule => !rule.Type.Contains('*', StringComparison.Ordinal))
            .SelectMany(rule => new[] { rule.Property, rule.When?.Path.ToString() ?? "-" }.Select(path => (rule.Type, path)))
            .Where(input => input.path != DangerRule.OnlyIfRetained && !schemas.Any(schema => Has(schema, input.Type, input.path)));
        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("a:b:C\t-\tvanished\t-\tdata\tit goes\t-\tpage", "unknown event 'vanished'; accepted: gone, changed, renewed, any")]
    [InlineData("a:b:C\t-\tgone\t-\tloss\tit goes\t-\tpage", "unknown kind 'loss'; accepted: data, outage, restart, access, none")]
    [InlineData("a:b:C\t-\tgone\t=true\tdata\tit goes\t-\tpage", "unreadable condition '=true'; accepted: -, path, path=value")]
    [InlineData("a:b:C\t-\tgone\tflag=\tdata\tit goes\t-\tpage", "unreadable condition 'flag='; accepted: -, path, path=value")]
    [InlineData("a:b:C\t-\tgone\t-\tdata\tit goes\t-\t", "source is empty")]
    public void A_wrong_row_is_named_with_its_line_and_what_is_accepted(string row, string fault)
    {
        var refused = Assert.Throws<PreviewException>(() => DangerRule.Parse(Header + row + "\n", "dangers.tsv"));
        Assert.Equal($"dangers.tsv:2: {fault}", refused.Message);
    }

    [Fact]
    public void A_condition_on_a_value_that_is_not_known_yet_is_met_only_where_the_value_does_not_matter()
    {
        var rules = DangerRule.Parse(
            Header + "a:b:C\t-\tgone\tflag\tdata\tit goes\t-\tpage\n" + "a:b:C\t-\tgone\tflag=true\tdata\tit goes\t-\tpage\n",
            "dangers.tsv"
        );
        PlanMap Inputs(PlanValue flag) => new(new Dictionary<string, PlanValue> { ["flag"] = flag });
        Assert.Equal([true, false], rules.Select(rule => rule.When!.IsMetBy(Inputs(PlanUnknown.Instance))));
        Assert.Equal([true, true], rules.Select(rule => rule.When!.IsMetBy(Inputs(new PlanBool(true)))));
        Assert.Equal([true, true], rules.Select(rule => rule.When!.IsMetBy(Inputs(new PlanText("true")))));
        Assert.Equal([true, false], rules.Select(rule => rule.When!.IsMetBy(Inputs(new PlanBool(false)))));
        Assert.Equal([false, false], rules.Select(rule => rule.When!.IsMetBy(PlanMap.Empty)));
    }

    private static List<JsonElement> Schemas() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Built.Repository, "offline", "sdk", "schemas"), "*.json", SearchOption.AllDirectories)
                .Select(file => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file))),
        ];

    private static bool Has(JsonElement schema, string type, string path)
    {
        if (!schema.TryGetProperty("resources", out var resources) || !resources.TryGetProperty(type, out var resource))
            return false;
        var properties = resource.GetProperty("inputs");
        foreach (var step in path == "-" ? [] : path.Split('.'))
        {
            if (properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(step, out var property))
                return false;
            var inner = property.GetString()!.Replace("[]", "", StringComparison.Ordinal).TrimEnd('?');
            properties =
                inner[0] == '#' && schema.GetProperty("inputs").TryGetProperty(inner[1..], out var nested)
                    ? nested.GetProperty("properties")
                    : default;
        }
        return true;
    }

    private static bool IsUnconfirmed(string source) => source.StartsWith(DangerRule.Unconfirmed, StringComparison.Ordinal);
}
