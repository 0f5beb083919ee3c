using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>Texts that the database cannot store, in every field of every endpoint, and bodies in other charsets.</summary>
public sealed class UnstorableTextTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>As a client writes them in JSON: half a surrogate pair has no other form.</summary>
    private static readonly string[] Unstorable = ["a\\u0000b", "\\ud800", "\\udc00x", "x\\ud83d\\u0041"];

    [Fact]
    public async Task Unstorable_text_in_any_body_is_refused_with_its_field_name()
    {
        var world = await World.Create(app);
        var document = JsonNode.Parse(await app.Anonymous.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        var refused = 0;
        foreach (var operation in await ApiOperation.All(app))
        {
            if (operation.Body is null || !operation.BodyType.EndsWith("json", StringComparison.Ordinal) || operation.EndsTheSession)
                continue;
            foreach (var (field, body) in Spoilt(JsonNode.Parse(operation.Body)!.AsObject()))
            {
                using var request = operation.Request(of => world.Things[of], of => world.Things[of], "Anna");
                request.Content = Fixtures.Http.Json(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(operation.BodyType);
                using var answer = await world.Person.Client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();

                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{operation} {body}: {(int)answer.StatusCode} {text}");
                Assert.Contains(field, text, StringComparison.OrdinalIgnoreCase);
                refused++;
            }
        }
        Assert.True(refused > 100, $"Only {refused} texts were tried.");
    }

    [Fact]
    public async Task Unstorable_text_in_any_parameter_is_refused()
    {
        var world = await World.Create(app);
        var tried = 0;
        foreach (var operation in await ApiOperation.All(app))
        foreach (var parameter in operation.Query)
        {
            using var request = operation.Request(of => world.Things[of], of => world.Things[of], "Anna", parameter, "a\0b");
            using var answer = await (operation.EndsTheSession ? app.Anonymous : world.Person.Client).SendAsync(request);

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{operation} {parameter}: {(int)answer.StatusCode}");
            tried++;
        }
        Assert.True(tried > 25, $"Only {tried} parameters were tried.");
    }

    [Theory]
    [InlineData("application/json", 201)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("application/json; charset=\"UTF-8\"", 201)]
    [InlineData("Application/JSON;CHARSET=Utf-8", 201)]
    [InlineData("application/json; charset=us-ascii", 201)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=nonsense", 415)]
    [InlineData("application/json; charset=\"\"", 415)]
    [InlineData("application/json; charset=", 415)]
    [InlineData("application/json; charset", 415)]
    [InlineData("application/json; =", 415)]
    [InlineData("text/plain", 415)]
    public async Task A_charset_is_supported_or_refused_without_a_server_error(string contentType, int status)
    {
        var person = await app.NewPerson();
        using var content = new ByteArrayContent("""{"name":"Anna"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await person.Client.PostAsync(new Uri("/v1/contacts", UriKind.Relative), content);

        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    [Theory]
    [InlineData("text/csv; charset=utf-8", 201)]
    [InlineData("text/csv; charset=UTF-8; header=present", 201)]
    [InlineData("text/csv; charset=windows-1252", 201)]
    [InlineData("text/csv; charset=\"Shift_JIS\"", 201)]
    [InlineData("text/csv; charset=utf-7", 415)]
    [InlineData("text/csv; charset=", 415)]
    [InlineData("text/vcard; charset=x", 415)]
    public async Task A_files_charset_is_supported_or_refused(string contentType, int status)
    {
        var person = await app.NewPerson();
        using var content = new ByteArrayContent("name\nAnna\n"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await person.Client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content);

        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task A_connection_stays_usable_after_any_failed_statement()
    {
        await using var source = DataSource.Create(PostgresUrl.Parse(app.DatabaseUrl + "?connection_limit=1"));
        var database = new Database(source);
        var person = await app.NewPerson();
        for (var round = 0; round < 6; round++)
        {
            await Assert.ThrowsAsync<UnstorableTextException>(() => Rename("\ud800"));
            await Assert.ThrowsAsync<UnstorableTextException>(() => Rename("a\0"));
            await Assert.ThrowsAsync<UnstorableTextException>(() =>
                database.Query($"select unnest({new[] { "a", "\udfff" }})", row => row.GetString(0), default)
            );
            // Refused by the server, before and after the statement is a prepared one.
            await Assert.ThrowsAsync<PostgresException>(() => Rename(new string('x', 101)));
            await Assert.ThrowsAsync<PostgresException>(() =>
                database.InTransaction(
                    async session =>
                    {
                        await session.Execute($"update users set display_name = {"Kept by nobody"} where id = {person.Id}", default);
                        await session.Execute($"select 1 / {0}", default);
                    },
                    default
                )
            );

            await Rename($"Name {round}");
            Assert.Equal(
                $"Name {round}",
                await database.FirstOrDefault($"select display_name from users where id = {person.Id}", row => row.GetString(0), default)
            );
        }

        Task<int> Rename(string name) => database.Execute($"update users set display_name = {name} where id = {person.Id}", default);
    }

    /// <summary>The body with each of its texts, one at a time, as each of the unstorable ones.</summary>
    private static IEnumerable<(string Field, string Body)> Spoilt(JsonObject body)
    {
        foreach (var (name, value) in body.ToList())
        {
            var isText = value is JsonValue text && text.TryGetValue<string>(out _);
            var isList = value is JsonArray { Count: > 0 };
            if (!isText && !isList)
                continue;
            foreach (var bad in Unstorable)
            {
                var written = isText ? $"\"{bad}\"" : InList(value!.AsArray()[0]!, bad);
                yield return (
                    name,
                    "{"
                        + string.Join(
                            ',',
                            body.Select(one => $"\"{one.Key}\":{(one.Key == name ? written : one.Value?.ToJsonString() ?? "null")}")
                        )
                        + "}"
                );
            }
        }
    }

    private static string InList(JsonNode entry, string bad) =>
        entry is JsonObject fields ? "[{" + string.Join(',', fields.Select(field => $"\"{field.Key}\":\"{bad}\"")) + "}]" : $"[\"{bad}\"]";
}
