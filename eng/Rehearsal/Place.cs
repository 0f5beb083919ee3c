using System.Text.Json.Nodes;
using PmCrm.LocalServers;

namespace PmCrm.Rehearsal;

/// <summary>A database with production's flags, a cache, and the image, for one recovery; all of it is removed afterwards.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> owned = [];

    private Place(ProductionPlan plan, LocalRedis redis, PostgresInstance primary, Image image, Image next)
    {
        Plan = plan;
        Redis = redis;
        Primary = primary;
        Image = image;
        Next = next;
        owned.AddRange([redis, primary]);
    }

    public ProductionPlan Plan { get; }

    public LocalRedis Redis { get; }

    public PostgresInstance Primary { get; }

    public Image Image { get; }

    /// <summary>The image after <see cref="Image"/>: this tree's. The same if no earlier one was given.</summary>
    public Image Next { get; }

    /// <summary>Starts the servers.</summary>
    /// <param name="binary">This tree's binary.</param>
    /// <param name="before">The binary that serves first: an earlier one, or the same.</param>
    /// <param name="isMigrated">Whether the database is migrated at once.</param>
    public static async Task<Place> Create(
        PostgresPrograms programs,
        ProductionPlan plan,
        string binary,
        string before,
        bool isMigrated = true
    )
    {
        var redis = await LocalRedis.Start();
        try
        {
            var primary = await PostgresInstance.Create(programs, plan.Flags);
            var image = Image.Of(before, plan, redis.Url);
            var place = new Place(plan, redis, primary, image, image.Successor(binary));
            try
            {
                await primary.Start();
                if (isMigrated)
                    await place.Image.MustRun(primary, "migrate");
                return place;
            }
            catch
            {
                await place.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Disposes something together with this place.</summary>
    public async Task<T> Own<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        return Own(await starting);
    }

    /// <inheritdoc cref="Own{T}(Task{T})"/>
    public T Own<T>(T thing)
        where T : IAsyncDisposable
    {
        owned.Add(thing);
        return thing;
    }

    /// <summary>Runs the image's <c>verify</c>.</summary>
    public Task<(int ExitCode, JsonNode Report)> Verify(PostgresInstance database, params string[] more) => Verify(Image, database, more);

    /// <inheritdoc cref="Verify(PostgresInstance, string[])"/>
    public static async Task<(int ExitCode, JsonNode Report)> Verify(Image image, PostgresInstance database, params string[] more)
    {
        var (code, printed) = await image.Run(database, ["verify", "--json", .. more]);
        return code is 0 or 1
            ? (code, JsonNode.Parse(printed)!)
            : throw new InvalidOperationException($"verify ended with {code}:\n{printed}");
    }

    /// <summary>The step after a restored or promoted database answers: the image's own command must find no errors in it.</summary>
    public Task VerifyStep(Rehearsed rehearsed, PostgresInstance database) => rehearsed.Step("verify with the image", async () =>
        {
            var (code, report) = await Verify(database);
            rehearsed.Promised(NothingWrong(code, report));
            return $"contacts {report["rows"]!["contacts"]}";
        });

    /// <summary>Whether verify succeeded.</summary>
    public static Promise NothingWrong(int code, JsonNode report) =>
        Judgement.Equal($"verify finds nothing wrong ({Failed(report)}), exit code", 0, code);

    /// <summary>The checks of a report that failed.</summary>
    public static string Failed(JsonNode report) =>
        string.Join(
            ", ",
            report["checks"]!
                .AsArray()
                .Where(check => check!["status"]!.GetValue<string>() == "failed")
                .Select(check => check!["name"]!.GetValue<string>())
        );

    public async ValueTask DisposeAsync()
    {
        for (var i = owned.Count - 1; i >= 0; i--)
            await owned[i].DisposeAsync();
        owned.Clear();
    }
}
