using System.Net;
using System.Text.Json.Nodes;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>Query parameters whose value is empty or not one of the accepted ones, for every operation of the OpenAPI document.</summary>
public sealed class ParameterTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>An empty value filters nothing: as a script sends it whose variable is not set.</summary>
    [Fact]
    public async Task An_empty_value_of_any_parameter_is_refused_by_its_name()
    {
        var world = await World.Create(app);
        var tried = 0;
        foreach (var operation in await ApiOperation.All(app))
        foreach (var parameter in operation.Query)
        {
            var (status, text) = await Answer(world, operation, parameter, "");
            if (text.Contains("-not-configured\"", StringComparison.Ordinal))
                continue;

            Assert.True(status == HttpStatusCode.BadRequest, $"{operation} {parameter}: {(int)status} {text}");
            Assert.Contains($"\"{parameter}\"", text, StringComparison.Ordinal);
            tried++;
        }
        Assert.True(tried > 25, $"Only {tried} parameters were tried.");
    }

    [Fact]
    public async Task A_value_that_is_not_in_the_documents_list_is_refused_with_the_list()
    {
        var world = await World.Create(app);
        var lists = await Lists();
        var accepted = 0;
        foreach (var operation in await ApiOperation.All(app))
        foreach (var (parameter, values) in lists.GetValueOrDefault($"{operation.Method} {operation.Path}") ?? [])
        {
            foreach (
                var wrong in new[] { "", " ", "x", "0", "null", values[0].ToUpperInvariant(), $" {values[0]}", string.Join(',', values) }
            )
            {
                var (status, text) = await Answer(world, operation, parameter, wrong);

                Assert.True(status == HttpStatusCode.BadRequest, $"{operation} {parameter}=\"{wrong}\": {(int)status} {text}");
                Assert.Equal(
                    "must be one of: " + string.Join(", ", values),
                    JsonNode.Parse(text)!["errors"]![parameter]![0]!.GetValue<string>()
                );
            }
            foreach (var value in values)
            {
                var (status, text) = await Answer(world, operation, parameter, value);
                Assert.True((int)status is < 300 or 409, $"{operation} {parameter}={value}: {(int)status} {text}");
                accepted++;
            }
        }
        Assert.True(accepted > 20, $"Only {accepted} values were tried.");
    }

    /// <summary>The accepted values of the parameters that have a list, by operation.</summary>
    private async Task<Dictionary<string, List<(string Parameter, string[] Values)>>> Lists()
    {
        var document = JsonNode.Parse(await app.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        return (
            from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            from parameter in operation.Value!["parameters"]?.AsArray() ?? []
            where parameter!["schema"]?["enum"] is JsonArray
            group (
                parameter["name"]!.GetValue<string>(),
                parameter["schema"]!["enum"]!.AsArray().Select(value => value!.GetValue<string>()).ToArray()
            ) by $"{operation.Key.ToUpperInvariant()} {path.Key}"
        ).ToDictionary(operation => operation.Key, operation => operation.ToList());
    }

    private async Task<(HttpStatusCode Status, string Text)> Answer(World world, ApiOperation operation, string parameter, string value)
    {
        using var request = operation.Request(of => world.Things[of], of => world.Things[of], "Anna", parameter, value);
        using var answer = await (operation.EndsTheSession ? app.Anonymous : world.Person.Client).SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
