using System.Text;
using CsCheck;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

public sealed class MalformedRequestTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Gen<string> Json = Gen.Recursive<string>(
        (depth, value) =>
            depth > 3
                ? Choice.Of("1", "null", "true", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "1e400", "\"2026-02-30\"")
                : Gen.OneOf(
                    Choice.Of("1", "null", "\"a\\u0000\"", "\"\\udfff\"", "-0", "\"9999-12-31\""),
                    value.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                    Gen.Select(
                            Choice.Of(
                                "name",
                                "emails",
                                "phones",
                                "addresses",
                                "birthday",
                                "notes",
                                "tags",
                                "number",
                                "label",
                                "street",
                                "zzz"
                            ),
                            value
                        )
                        .Array[0, 4]
                        .Select(fields => $"{{{string.Join(',', fields.Select(f => $"\"{f.Item1}\":{f.Item2}"))}}}")
                )
    );

    [Fact]
    public async Task No_body_causes_a_server_error()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");

        Gen.OneOf(Json, Gen.String[0, 60], Json.Select(json => $$"""{"name":"x","emails":{{json}},"phones":{{json}}}"""))
            .Sample(
                body =>
                {
                    foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch })
                    {
                        var path = method == HttpMethod.Post ? "/v1/contacts" : contact.Path;
                        var status = (int)client.WriteIfMatch(method, path, "*", body).GetAwaiter().GetResult().StatusCode;
                        Assert.True(status is 200 or 201 or 400, $"{method} answered {status} to {body}");
                    }
                },
                iter: 250,
                threads: 2
            );
    }

    [Fact]
    public async Task No_header_causes_a_server_error()
    {
        var client = (await app.NewPerson()).Client;
        var contact = await client.Create("""{"name":"Anna"}""");

        Gen.Select(Choice.Of("If-Match", "If-None-Match", "Idempotency-Key", "Content-Type"), Gen.String[Gen.Char["\"W/*,; 1a=é"], 0, 20])
            .Sample(
                (name, value) =>
                {
                    foreach (
                        var (method, path) in new[]
                        {
                            (HttpMethod.Get, contact.Path),
                            (HttpMethod.Patch, contact.Path),
                            (HttpMethod.Post, "/v1/contacts"),
                        }
                    )
                    {
                        var request = new HttpRequestMessage(method, path)
                        {
                            Content = method == HttpMethod.Get ? null : new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"x"}""")),
                        };
                        if (name == "Content-Type")
                            request.Content?.Headers.TryAddWithoutValidation(name, value);
                        else
                        {
                            request.Headers.TryAddWithoutValidation(name, value);
                            request.Content?.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                        }
                        var status = (int)client.SendAsync(request).GetAwaiter().GetResult().StatusCode;
                        Assert.True(status < 500, $"{method} answered {status} to {name}: {value}");
                    }
                },
                iter: 200,
                threads: 2
            );
    }
}
