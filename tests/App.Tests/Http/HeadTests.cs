using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Exports;
using PmCrm.App.Load;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>HEAD on the real server, for everything that GET reads.</summary>
public sealed class HeadTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Of the moment, of the connection, or counting down.</summary>
    private static readonly string[] Changing = ["Date", "Transfer-Encoding", "RateLimit", "RateLimit-Policy", "X-Request-Id"];

    [Fact]
    public async Task Every_operation_that_is_read_answers_HEAD_with_the_headers_of_GET_and_no_body()
    {
        var world = await World.Create(app);
        await app.DoJobs<ExportJob>();
        await using var server = app.Listen();
        using var client = server.Client(world.Person);
        var reads = (await ApiOperation.All(app)).Where(operation => operation.Method == HttpMethod.Get).ToList();
        Assert.True(reads.Count > 15, "Hardly an operation is read: the test shows nothing.");

        foreach (var operation in reads)
        {
            using var get = await client.SendAsync(operation.Request(of => world.Things[of], of => world.Things[of], world.Mark));
            using var request = operation.Request(of => world.Things[of], of => world.Things[of], world.Mark);
            request.Method = HttpMethod.Head;
            using var head = await client.SendAsync(request);

            Assert.True(get.StatusCode == head.StatusCode, $"{operation}: {get.StatusCode}, HEAD {head.StatusCode}");
            Assert.True(Headers(get).SequenceEqual(Headers(head)), $"{operation}:\n{Text(get)}\nHEAD:\n{Text(head)}");
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    [InlineData("/openapi/v1.json")]
    public async Task Operations_without_a_token_answer_HEAD_too(string path)
    {
        await using var server = app.Listen();
        using var client = server.Client();

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path)).Expect(HttpStatusCode.OK);

        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("csv", "text/csv")]
    public async Task HEAD_of_an_export_makes_no_file(string format, string type)
    {
        var person = await app.NewPerson();
        // No file fits, so whoever makes one is refused.
        await using var server = app.Listen(services: services => services.AddSingleton(new Spool(maxBytes: 0)));
        using var client = server.Client(person);
        var path = $"/v1/me/export?format={format}";
        await client.Get(path).Expect(HttpStatusCode.ServiceUnavailable);

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path)).Expect(HttpStatusCode.OK);

        Assert.Equal(type, head.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(head.Content.Headers.ContentDisposition);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task HEAD_with_the_current_ETag_answers_304()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}";
        await using var server = app.Listen();
        using var client = server.Client(person);
        using var get = await client.Get(path).Expect(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        request.Headers.IfNoneMatch.Add(get.Headers.ETag!);

        using var head = await client.SendAsync(request).Expect(HttpStatusCode.NotModified);

        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
    }

    [Fact]
    public async Task A_405_lists_HEAD_among_the_allowed_methods()
    {
        var person = await app.NewPerson();

        var answer = await person.Client.Write(HttpMethod.Delete, "/v1/reminders/upcoming").Expect(HttpStatusCode.MethodNotAllowed);

        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header => !Changing.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && !IsOfTheFile(answer, header.Key))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);

    // HEAD makes no file.
    private static bool IsOfTheFile(HttpResponseMessage answer, string header) =>
        header == "Content-Length" && answer.RequestMessage!.RequestUri!.AbsolutePath == "/v1/me/export";

    private static string Text(HttpResponseMessage answer) => string.Join('\n', Headers(answer));
}
