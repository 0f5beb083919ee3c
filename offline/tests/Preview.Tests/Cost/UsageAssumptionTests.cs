using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Tests.Cost;

public sealed class UsageAssumptionTests
{
    private const string Header = "stack\titem\tvalue\tunit\treason\n";

    [Theory]
    [InlineData("*\tlogging.ingest\tmuch\tgb\tlogs", "the value 'much' is not a number; accepted: a number of gb")]
    [InlineData("*\tlogging.ingest\t5\tgigabyte\tlogs", "unknown unit 'gigabyte'; accepted:")]
    [InlineData("*\tlogging.ingest\t5\tgb\t", "reason is empty")]
    [InlineData("*\tflowlogs\t6\tgb\tagain", "'flowlogs' of '*' is already set at usage.tsv:2")]
    public void A_wrong_row_is_one_message_with_file_and_line(string row, string message)
    {
        var text = $"{Header}*\tflowlogs\t5\tgb\tflows\n{row}\n";
        var error = Assert.Throws<PreviewException>(() => UsageAssumptions.Parse(text, "usage.tsv", "staging"));
        Assert.StartsWith("usage.tsv:3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_stacks_own_row_is_taken_before_the_one_for_all()
    {
        var text = $"{Header}*\tflowlogs\t5\tgb\tall\nproduction\tflowlogs\t30\tgb\tproduction\n";
        Assert.Equal(30, UsageAssumptions.Parse(text, "usage.tsv", "production").Amount("flowlogs", "gb"));
        Assert.Equal(5, UsageAssumptions.Parse(text, "usage.tsv", "staging").Amount("flowlogs", "gb"));
    }

    [Fact]
    public void An_amount_in_another_unit_names_its_row()
    {
        var usage = UsageAssumptions.Parse($"{Header}*\tflowlogs\t5\thour\tall\n", "usage.tsv", "staging");
        var error = Assert.Throws<PreviewException>(() => usage.Amount("flowlogs", "gb"));
        Assert.Equal("usage.tsv:2: 'flowlogs' is in gb, but the row says hour", error.Message);
    }

    [Fact]
    public void A_project_without_the_file_has_no_assumptions() =>
        Assert.Null(UsageAssumptions.Read("/there/is/none", "staging").Amount("flowlogs", "gb"));
}
