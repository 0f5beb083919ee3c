using System.Net;
using System.Text.Json;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Contacts;

/// <summary>A contact in a test: its id and the ETag that it was read with.</summary>
internal sealed record Known(Guid Id, string Etag, JsonElement Json)
{
    public string Path => $"/v1/contacts/{Id}";
}

/// <summary>Requests for contacts that the tests use.</summary>
internal static class ContactRequests
{
    public static async Task<Known> Create(this HttpClient client, string json) =>
        await Read(await client.PostJson("/v1/contacts", json).Expect(HttpStatusCode.Created));

    public static async Task<Known> Fetch(this HttpClient client, Guid id) =>
        await Read(await client.Get($"/v1/contacts/{id}").Expect(HttpStatusCode.OK));

    public static Task<HttpResponseMessage> WriteIfMatch(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? etag,
        string? json = null
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = json is null ? null : Fixtures.Http.Json(json) };
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> Patch(this HttpClient client, Known contact, string json) =>
        client.WriteIfMatch(HttpMethod.Patch, contact.Path, contact.Etag, json);

    public static async Task<Known> Read(HttpResponseMessage response)
    {
        var json = await response.ReadJson();
        return new(json.GetProperty("id").GetGuid(), response.Headers.ETag!.ToString(), json);
    }

    /// <summary>Reads all pages of a list.</summary>
    public static async Task<List<JsonElement>> Pages(this HttpClient client, string path, Func<Task>? between = null)
    {
        var items = new List<JsonElement>();
        for (string? next = ""; next is not null; )
        {
            var cursor = next.Length == 0 ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={next}";
            var page = await (await client.Get(path + cursor).Expect(HttpStatusCode.OK)).ReadJson();
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
            if (between is not null)
                await between();
        }
        return items;
    }

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;

    public static List<string> Texts(this JsonElement json, string property) =>
        [.. json.GetProperty(property).EnumerateArray().Select(item => item.GetString()!)];
}
