using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Tests.Cost;

public sealed class PriceListTests
{
    private const string Header = "vendor\titem\tkind\tregion\tunit\tamount\tsource\tdate\tconfidence\n";
    private const string Good = "gcp\tnat.gb\tprice\teurope-west1\tgb\t0.045\ta page\t2026-07-30\texact-region\n";

    [Theory]
    [InlineData("gcp\tnat.gb\tprice\t\tgb\t0.045\ta page\t2026\tmemory", "region is empty")]
    [InlineData(
        "gcp\tnat.gb\tprice\teurope-west3\tgigabyte\t0.045\ta page\t2026\tmemory",
        "unknown unit 'gigabyte'; accepted: 100k commands"
    )]
    [InlineData(
        "gcp\tnat.gb\tprice\teurope-west3\thour\t0.045\ta page\t2026\tmemory",
        "'nat.gb' is per hour here, and per gb at prices.tsv:2"
    )]
    [InlineData("gcp\tnat.gb\tprice\teurope-west3\tgb\tfour\ta page\t2026\tmemory", "the amount 'four' is not a number")]
    [InlineData("gcp\tnat.gb\tprice\teurope-west3\tgb\t-1\ta page\t2026\tmemory", "the amount '-1' is not a number")]
    [InlineData("gcp\tnat.gb\tprice\teurope-west3\tgb\t1\t\t2026\tmemory", "source is empty")]
    [InlineData("gcp\tnat.gb\tdiscount\teurope-west3\tgb\t1\ta page\t2026\tmemory", "unknown kind 'discount'; accepted: price, allotment")]
    [InlineData("gcp\tnat.gb\tprice\teurope-west3\tgb\t1\ta page\t2026\tsure", "unknown confidence 'sure'; accepted: exact-region")]
    [InlineData("gcp\tnat.gb\tprice\teurope-west1\tgb\t1\ta page\t2026\tmemory", "has a price for europe-west1 at prices.tsv:2")]
    [InlineData("gcp nat.gb price europe-west3 gb 1", "1 columns; accepted: 9, with one tab between each")]
    public void A_wrong_row_is_one_message_with_file_and_line(string row, string message)
    {
        var error = Assert.Throws<PreviewException>(() => PriceList.Parse($"{Header}{Good}{row}\n", "prices.tsv"));
        Assert.StartsWith("prices.tsv:3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(ExitCodes.UsedWrongly, error.ExitCode);
    }

    [Fact]
    public void Two_wrong_rows_are_two_messages()
    {
        var wrong = "gcp\tnat.gb\tprice\t\tgb\t1\ta page\t2026\tmemory\n";
        var error = Assert.Throws<PreviewException>(() => PriceList.Parse(Header + wrong + "\n" + wrong, "prices.tsv"));
        Assert.Equal(["prices.tsv:2: region is empty", "prices.tsv:4: region is empty"], error.Message.Split('\n'));
    }

    [Fact]
    public void Other_columns_are_refused_with_the_ones_that_are_accepted() =>
        Assert.StartsWith(
            "p.tsv:1: the columns are 'vendor, price'; accepted: vendor, item, kind,",
            Assert.Throws<PreviewException>(() => PriceList.Parse("vendor\tprice\n", "p.tsv")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_price_for_another_unit_than_the_one_that_is_counted_names_its_row()
    {
        var list = PriceList.Parse(Header + Good, "prices.tsv");
        var error = Assert.Throws<PreviewException>(() => list.Find("gcp", "nat.gb", "europe-west1", "hour"));
        Assert.Equal("prices.tsv:2: gcp 'nat.gb' is per hour, but the row says per gb", error.Message);
    }

    [Fact]
    public void A_region_without_a_price_does_not_get_the_price_of_another_region()
    {
        var list = PriceList.Parse(Header + Good, "prices.tsv");
        Assert.Null(list.Find("gcp", "nat.gb", "europe-west3", "gb"));
        Assert.Equal(["europe-west1"], list.RegionsOf("gcp", "nat.gb"));
    }

    [Fact]
    public void Built_in_prices_have_a_source_and_hardly_any_come_from_memory()
    {
        Assert.True(PriceList.BuiltIn.All.Count() > 250);
        Assert.True(PriceList.BuiltIn.All.Count(price => price.Confidence == "memory") < 15);
    }
}
