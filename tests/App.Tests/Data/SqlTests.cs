using PmCrm.App.Data;

namespace PmCrm.App.Tests.Data;

public sealed class SqlTests
{
    [Fact]
    public void Parameters_are_numbered_in_order_across_all_parts()
    {
        var part = Sql.Of($"b = {2} and c = {"x"}");

        var statement = Sql.Of($"select 1 where a = {1} and {part} and {Sql.Empty}d = {4L} and {part}");

        Assert.Equal("select 1 where a = $1 and b = $2 and c = $3 and d = $4 and b = $5 and c = $6", statement.Text);
        Assert.Equal([1, 2, "x", 4L, 2, "x"], statement.Parameters.Select(parameter => parameter.Value));
    }

    [Fact]
    public void A_statements_text_does_not_depend_on_its_values() => Assert.Same(ById(1).Text, ById(2).Text);

    [Fact]
    public void Statements_with_parts_of_equal_length_are_distinguished()
    {
        Assert.Equal("select a where b = $1", Sql.Of($"select a where b = {1}").Text);
        Assert.Equal("select b where a = $1", Sql.Of($"select b where a = {1}").Text);
        Assert.Equal("$1 a", Sql.Of($"{1} a").Text);
        Assert.Equal(" a$1", Sql.Of($" a{1}").Text);
    }

    private static Sql ById(int id) => Sql.Of($"select name from things where id = {id}");
}
