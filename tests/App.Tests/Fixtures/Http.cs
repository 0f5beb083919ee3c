using System.Net;
using System.Text;
using System.Text.Json;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Requests and answers as JSON texts: tests see what a client sees.</summary>
public static class Http
{
    public static HttpContent Json(string json) => new StringContent(json, Encoding.UTF8, "application/json");

    public static Task<HttpResponseMessage> PostJson(this HttpClient client, string path, string json) =>
        client.PostAsync(new Uri(path, UriKind.Relative), Json(json));

    public static Task<HttpResponseMessage> Get(this HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Any method, with If-Match and a JSON body where given.</summary>
    public static async Task<HttpResponseMessage> Write(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? ifMatch = null,
        string? json = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (json is not null)
            request.Content = Json(json);
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> ReadJson(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Asserts the status, with the answer's body in the message where it differs.</summary>
    public static async Task<HttpResponseMessage> Expect(this HttpResponseMessage response, HttpStatusCode status)
    {
        if (response.StatusCode != status)
            Assert.Fail($"Expected {(int)status}, got {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response;
    }

    /// <inheritdoc cref="Expect(HttpResponseMessage, HttpStatusCode)"/>
    public static async Task<HttpResponseMessage> Expect(this Task<HttpResponseMessage> response, HttpStatusCode status) =>
        await (await response).Expect(status);

    /// <summary>Asserts an RFC 9457 problem with the status and the code that its type ends with.</summary>
    public static async Task<JsonElement> ExpectProblem(this Task<HttpResponseMessage> sent, HttpStatusCode status, string code)
    {
        var response = await sent.Expect(status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.ReadJson();
        Assert.EndsWith("/" + code, problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("requestId").GetString()));
        return problem;
    }
}
