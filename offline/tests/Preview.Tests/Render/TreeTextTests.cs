using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Render;

public sealed class TreeTextTests
{
    [Fact]
    public void A_tree_shows_warnings_first_then_components_with_settings_then_outputs_and_totals()
    {
        var shop = Component("sample:shop:Group", "shop");
        var database = Component("sample:shop:Database", "shop-database").Under(shop);
        var plan = Of(
            Resource("pulumi:pulumi:Stack", "shop-staging") with
            {
                IsCustom = false,
            },
            Resource("random:index/randomPet:RandomPet", "single", ("length", new PlanNumber(2)), ("prefix", Text("a"))),
            shop,
            database,
            Resource(
                    "gcp:sql/databaseInstance:DatabaseInstance",
                    "shop-db",
                    ("databaseVersion", Text("POSTGRES_16")),
                    ("settings", Map(("tier", Text("db-custom-1-3840"))))
                )
                .Under(database) with
            {
                Options = new PlanOptions { Protect = true },
            },
            Resource("gcp:storage/bucket:Bucket", "uploads", ("location", Text("EU")), ("key", Secret("planted-value-1"))).Under(shop)
        ) with
        {
            Diagnostics = [new Diagnostic(Severity.Warning, "mind the gap"), new Diagnostic(Severity.Info, "not shown")],
            Outputs = Map(("url", Text("https://shop.example")), ("password", Secret("planted-value-1"))),
        };

        Assert.Equal(
            """
            shop / staging   5 resources to create
              warning  mind the gap

            shop              Group
            ├─ shop-database  Database
            │  └─ shop-db     DatabaseInstance  protected, version POSTGRES_16, tier db-custom-1-3840
            └─ uploads        Bucket            location EU

            single  RandomPet  length 2, prefix a

            outputs
              password  [secret]
              url       https://shop.example

            total   gcp 2   random 1   components 2

            """,
            TreeText.Write(plan, Paint.Plain)
        );
    }

    [Fact]
    public void No_line_is_as_wide_as_100_columns()
    {
        var parent = Component("sample:shop:AComponentWithAnExtremelyLongTypeName", new string('p', 120));
        var deep = Enumerable
            .Range(0, 12)
            .Aggregate(new List<PlanResource> { parent }, (chain, i) =>
                [.. chain, Component("sample:shop:Level", $"level-{i}-{new string('x', 60)}").Under(chain[^1])]
            );
        var plan = Of([
            .. deep,
            Resource("acme:index:Thing", new string('n', 80), ("a", Text(new string('v', 200))), ("b", Text("x\ny"))).Under(deep[^1]),
        ]) with
        {
            Outputs = Map((new string('k', 90), Text(new string('v', 200)))),
            Diagnostics = [new Diagnostic(Severity.Warning, string.Join(' ', Enumerable.Repeat("word", 60)) + new string('w', 150))],
        };

        Assert.All(TreeText.Write(plan, Paint.Plain).Split('\n'), line => Assert.InRange(line.Length, 0, 99));
    }

    [Fact]
    public void Colours_appear_only_when_asked_for()
    {
        var plan = Of(Resource("acme:index:Thing", "a"));

        Assert.Contains("\x1b[", TreeText.Write(plan, new Paint(enabled: true)), StringComparison.Ordinal);
        Assert.DoesNotContain("\x1b[", TreeText.Write(plan, Paint.Plain), StringComparison.Ordinal);
    }
}
