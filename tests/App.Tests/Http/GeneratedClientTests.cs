using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;
using PmCrm.App.Tests.Client;
using PmCrm.App.Tests.Client.Models;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>
/// The client that Kiota generates from the committed document, against the running server: what the document says is what a client can do.
/// </summary>
public sealed class GeneratedClientTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_generated_client_creates_reads_changes_and_deletes()
    {
        await using var backend = app.Listen();
        var contacts = (await Client(backend)).V1.Contacts;
        var headers = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
        var written = new ContactFields
        {
            Name = "Anna Muster",
            Emails = ["anna@example.com"],
            Phones = [new PhoneNumber { Number = "+49 30 555001", Label = "work" }],
            Birthday = new Date(1990, 12, 31),
            PrivateNotes = "Likes bees",
            Tags = ["friend"],
        };

        var created = await contacts.PostAsync(written, request => request.Options.Add(headers));
        var etag = Assert.Single(headers.ResponseHeaders["ETag"]);
        Assert.Equal($"/v1/contacts/{created!.Id}", Assert.Single(headers.ResponseHeaders["Location"]));
        var one = contacts[created.Id!.Value];
        var read = await one.GetAsync();
        Assert.Equal(
            ("Anna Muster", "anna@example.com", "+49 30 555001", new Date(1990, 12, 31), "Likes bees", "friend"),
            (read!.Name, read.Emails![0], read.Phones![0].Number, read.Birthday!.Value, read.PrivateNotes, read.Tags![0])
        );
        Assert.Null(read.Company);

        headers.ResponseHeaders.Clear();
        var changed = await one.PatchAsync(new ContactChange { Company = "Muster GmbH" }, request =>
        {
            request.Headers.Add("If-Match", etag);
            request.Options.Add(headers);
        });
        Assert.Equal(("Anna Muster", "Muster GmbH"), (changed!.Name, changed.Company));
        var current = Assert.Single(headers.ResponseHeaders["ETag"]);
        Assert.NotEqual(etag, current);

        await one.DeleteAsync(request => request.Headers.Add("If-Match", current));
        var gone = await Assert.ThrowsAsync<ProblemDetails>(() => one.GetAsync());
        Assert.Equal((404, 404), (gone.ResponseStatusCode, gone.Status));
    }

    [Fact]
    public async Task A_generated_client_reads_the_problems_that_the_document_describes()
    {
        await using var backend = app.Listen();
        var client = await Client(backend);
        var created = await client.V1.Contacts.PostAsync(new ContactFields { Name = "Anna" });
        var one = client.V1.Contacts[created!.Id!.Value];

        var stale = await Assert.ThrowsAsync<ProblemDetails>(() =>
            one.PatchAsync(new ContactChange { Company = "Other" }, request => request.Headers.Add("If-Match", "\"99\""))
        );
        var missing = await Assert.ThrowsAsync<ProblemDetails>(() => one.PatchAsync(new ContactChange { Company = "Other" }));
        var invalid = await Assert.ThrowsAsync<HttpValidationProblemDetails>(() =>
            client.V1.Contacts.PostAsync(new ContactFields { Name = "Anna", Emails = ["nobody"] })
        );
        var unknown = await Assert.ThrowsAsync<ProblemDetails>(() => new ApiClient(Adapter(backend, null)).V1.Me.GetAsync());

        Assert.Equal((412, 428, 400, 401), (stale.Status, missing.Status, invalid.Status, unknown.Status));
        Assert.All([stale.RequestId, missing.RequestId, invalid.RequestId, unknown.RequestId], Assert.NotNull);
        Assert.Contains("emails[0]", invalid.Errors!.AdditionalData.Keys);
        Assert.EndsWith("/precondition-failed", stale.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generated_client_follows_the_pages_of_every_list()
    {
        await using var backend = app.Listen();
        var v1 = (await Client(backend)).V1;
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            var tags = new List<string> { $"tag {i}" };
            ids.Add((await v1.Contacts.PostAsync(new ContactFields { Name = $"Person {i}", Tags = tags }))!.Id!.Value);
        }
        var first = v1.Contacts[ids[0]];
        foreach (var other in ids.Skip(1))
        {
            await first.Relationships.PostAsync(new RelationshipWrite { RelatedContactId = other, Kind = "friend" });
            await first.Interactions.PostAsync(
                new InteractionWrite
                {
                    Kind = InteractionKind.Call,
                    OccurredAt = DateTimeOffset.UtcNow,
                    Summary = "Talked",
                }
            );
            await first.Reminders.PostAsync(new ReminderWrite { Title = "Call", StartsAt = DateTimeOffset.UtcNow.AddDays(1) });
        }

        Assert.Equal(7, await Count(async cursor => Page(await v1.Contacts.GetAsync(at => Set(at.QueryParameters, cursor)))));
        Assert.Equal(7, await Count(async cursor => Page(await v1.Tags.GetAsync(at => Set(at.QueryParameters, cursor)))));
        Assert.Equal(6, await Count(async cursor => Page(await first.Relationships.GetAsync(at => Set(at.QueryParameters, cursor)))));
        Assert.Equal(6, await Count(async cursor => Page(await first.Interactions.GetAsync(at => Set(at.QueryParameters, cursor)))));
        Assert.Equal(6, await Count(async cursor => Page(await first.Reminders.GetAsync(at => Set(at.QueryParameters, cursor)))));
        Assert.Equal(6, await Count(async cursor => Page(await v1.Reminders.Upcoming.GetAsync(at => Set(at.QueryParameters, cursor)))));
    }

    /// <summary>The generated types of pages and query parameters have no base type for what they have in common.</summary>
    private static (IEnumerable<object> Items, string? Next) Page(dynamic? page) => (page!.Items, page.Next);

    private static void Set(dynamic parameters, string? cursor)
    {
        parameters.Limit = 2;
        parameters.Cursor = cursor;
    }

    private static async Task<int> Count(Func<string?, Task<(IEnumerable<object> Items, string? Next)>> page)
    {
        var count = 0;
        string? cursor = null;
        do
        {
            (var items, cursor) = await page(cursor);
            count += items.Count();
        } while (cursor is not null);
        return count;
    }

    private async Task<ApiClient> Client(ListeningApp backend) =>
        new(Adapter(backend, (await app.NewPerson()).Client.DefaultRequestHeaders.Authorization!.Parameter));

    private static HttpClientRequestAdapter Adapter(ListeningApp backend, string? token) =>
        new(token is null ? new AnonymousAuthenticationProvider() : new BaseBearerTokenAuthenticationProvider(new Token(token)))
        {
            BaseUrl = $"http://127.0.0.1:{backend.Port}",
        };

    private sealed class Token(string token) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(
            Uri uri,
            Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default
        ) => Task.FromResult(token);
    }
}
