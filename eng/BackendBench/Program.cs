using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;
using PmCrm.Bench.Backend;
using PmCrm.Contract;
using PmCrm.LocalServers;

// The backend and the baseline each run on the same core, in turns; the client and the servers run on the other cores.
const int Users = 1000;
const int ContactsEach = 25;

// Short rounds in turns, so that other load of the machine affects both equally.
const int WarmUps = 4;
const int Rounds = 15;
const int Starts = 5;
const double MinRatio = 0.7;
const double MaxResidentMiB = 128;
const double MaxImageMegabytes = 40;
const double MaxMillisecondsOfLargeAccount = 50;
const double MaxMillisecondsOfRecommendations = 500;
const double MaxMillisecondsOfDuplicates = 2000;
const int Talkers = 50;
var maxStart = TimeSpan.FromMilliseconds(300);
var roundTime = TimeSpan.FromSeconds(1);

if (args is ["--bare", var connection, var barePort])
{
    await BareServer.Run(connection, int.Parse(barePort, CultureInfo.InvariantCulture));
    return 0;
}
int? mixedSeconds = null;
string? hotMethods = null;
if (args is ["--mixed", var text, ..])
{
    mixedSeconds =
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600 ? seconds : -1;
    args = args[2..];
}
else if (args is ["--hot-methods", var list, ..])
{
    hotMethods = list;
    args = args[2..];
}
if (mixedSeconds == -1 || args is not ([] or [_]) || (args is [var given] && !File.Exists(given)))
{
    Console.Error.WriteLine(
        """
        Usage: Backend.Bench [--mixed SECONDS | --hot-methods FILE] [BINARY]
          BINARY         a published pmcrm; without, it is published first
          --mixed        instead of the benchmark, requests of all kinds and sizes by 20 users for so many seconds (1 to 3600)
          --hot-methods  instead of the benchmark, the methods that run under its load are written to FILE; BINARY needs its symbols
        """
    );
    return 2;
}
if ((await LocalPostgres.Missing() ?? await LocalRedis.Missing() ?? (hotMethods is null ? null : HotMethods.Missing)) is { } missing)
{
    Console.Error.WriteLine(missing);
    return 1;
}

string binary;
try
{
    binary = args is [var path] ? path : await PublishedBackend.Publish(PmCrm.RepositoryRoot.Folder);
}
catch (InvalidOperationException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 3;
}
if (mixedSeconds is { } time)
    return await MixedLoad.Run(binary, TimeSpan.FromSeconds(time));
await using var postgres = await LocalPostgres.Start();
await using var redis = await LocalRedis.Start();
var tokens = new TokenOptions([new string('b', 64)], TimeSpan.FromHours(1), TimeSpan.FromDays(1));
var accessTokens = new AccessTokens(tokens, TimeProvider.System);
var url = PostgresUrl.Parse(postgres.Url("postgres"));
var port = ChildProcess.FreePort();
var environment = new Dictionary<string, string?>
{
    [AppVariables.DatabaseUrl] = postgres.Url("postgres"),
    [AppVariables.RedisUrl] = redis.Url,
    [AppVariables.JwtSecret] = tokens.Secrets[0],
    [AppVariables.EncryptionKey] = new string('e', 64),
    [AppVariables.Port] = port.ToString(CultureInfo.InvariantCulture),
};
var (code, printed) = await ChildProcess.Run(binary, ["migrate"], environment);
if (code != 0)
{
    Console.Error.WriteLine(printed);
    return 3;
}
var people = await Fill(url, accessTokens);

const string Body = """{"name":"Grace Hopper","emails":["grace@example.com"],"company":"Navy"}""";
(string Name, Func<int, byte[]> Ours, Func<int, byte[]> Bar, int Status)[] operations =
[
    (
        "GET by id",
        n => Request("GET", $"/v1/contacts/{Person(n).Contact}", Person(n).Token),
        n => Request("GET", $"/get/{Person(n).Id}/{Person(n).Contact}"),
        200
    ),
    ("list of 20", n => Request("GET", "/v1/contacts?limit=20", Person(n).Token), n => Request("GET", $"/list/{Person(n).Id}"), 200),
    (
        "100 KB",
        n => Request("GET", $"/v1/contacts/{Talker(n).Contact}/interactions?limit=100", Talker(n).Token),
        n => Request("GET", $"/interactions/{Talker(n).Id}/{Talker(n).Contact}"),
        200
    ),
    ("POST", n => Request("POST", "/v1/contacts", Person(n).Token, Body), n => Request("POST", $"/post/{Person(n).Id}", body: Body), 201),
];

if (hotMethods is not null)
    return await WriteHotMethods(hotMethods);

var starts = new List<(double Wall, double Cpu)>();
for (var start = 0; start < Starts; start++)
{
    var started = Stopwatch.GetTimestamp();
    await using var starting = await ChildProcess.Start("taskset", ["-c", "0", binary], "Now listening on", environment);
    await LoadClient.Ready(port);
    starts.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, Machine.ProcessorTime(starting.Id).TotalMilliseconds));
}
await using var backend = await ChildProcess.Start("taskset", ["-c", "0", binary], "Now listening on", environment);
await LoadClient.Ready(port);

var bare = ChildProcess.FreePort();
await using var bar = await ChildProcess.Start(
    "taskset",
    ["-c", "0", "dotnet", Path.Combine(AppContext.BaseDirectory, "Backend.Bench.dll"), "--bare", url.ConnectionString, $"{bare}"],
    "Now listening on"
);

// The JIT compiler compiles the baseline in several steps while it runs. So it is warmed up before the first operation, and not only before
// its own. Operations that write are left out, so that a list always has the same content.
foreach (var (_, ours, itsBar, status) in operations.Where(operation => operation.Status == 200))
    await WarmUp(ours, itsBar, status);
var missed = new List<string>();
Console.WriteLine("                     requests a second          processor time a request, in µs           milliseconds");
Console.WriteLine("operation      backend      bare   ratio      backend      bare   ratio           p50      p95      p99");
foreach (var (name, ours, itsBar, status) in operations)
{
    await WarmUp(ours, itsBar, status);
    var mine = new List<Measurement>();
    var theirs = new List<Measurement>();
    for (var round = 0; round < Rounds; round++)
    {
        // Each goes first in turn, so that neither always finds the caches as the other left them.
        if (round % 2 == 0)
            mine.Add(await LoadClient.Measure(port, backend.Id, ours, status, roundTime));
        theirs.Add(await LoadClient.Measure(bare, bar.Id, itsBar, status, roundTime));
        if (round % 2 == 1)
            mine.Add(await LoadClient.Measure(port, backend.Id, ours, status, roundTime));
    }
    var ratio = Median(mine.Zip(theirs, (a, b) => a.RequestsPerSecond / b.RequestsPerSecond));
    var processorRatio = Median(mine.Zip(theirs, (a, b) => b.ProcessorMicroseconds / a.ProcessorMicroseconds));
    Limit(ratio >= MinRatio, $"{name}: at least {MinRatio} of the bar");
    var times = mine.SelectMany(round => round.Milliseconds).Order().ToList();
    Print(
        $"{name, -10} {Rate(mine), 11:0} {Rate(theirs), 9:0} {ratio, 7:0.00} {Cost(mine), 12:0} {Cost(theirs), 9:0} {processorRatio, 7:0.00} "
            + $"{Percentile(times, 0.5), 13:0.00} {Percentile(times, 0.95), 8:0.00} {Percentile(times, 0.99), 8:0.00}"
    );
}
foreach (var (request, p95, processor) in await LargeAccount.Measure(url, accessTokens, port, backend.Id))
{
    Print(
        $"{LargeAccount.Contacts} contacts, p95 {p95, 7:0.0} ms, processor time with PostgreSQL's {processor?.ToString("0.0", CultureInfo.InvariantCulture) ?? "unknown", 7} ms  {request}"
    );
    var max = request == LargeAccount.Recommendations ? MaxMillisecondsOfRecommendations : MaxMillisecondsOfLargeAccount;
    // If other programs wait for the processors, wall-clock times include their load.
    Limit((Machine.IsBusy() ? processor ?? p95 : p95) < max, $"{request} with {LargeAccount.Contacts} contacts: p95 under {max} ms");
}
foreach (var cost in await WorstDuplicates.Measure(url, accessTokens, port, backend.Id))
{
    Print(
        $"{LargeAccount.Contacts} contacts, duplicates, processor time {cost.First, 6:0} ms, after a change {cost.AfterChange, 6:0}, the next page {cost.Page, 4:0}  {cost.Shape}"
    );
    Limit(
        Math.Max(cost.First, cost.AfterChange) <= MaxMillisecondsOfDuplicates,
        $"duplicates, {cost.Shape}: at most {MaxMillisecondsOfDuplicates} ms"
    );
    Limit(cost.Page <= cost.First / 5, $"duplicates, {cost.Shape}: the next page costs at most a fifth of the first");
}
var resident = Machine.Resident(backend.Id);
var startTime = Median(starts.Select(start => start.Wall));
var compressed = Machine.Compressed(binary);
Print(
    $"start to first ready answer  {startTime:0} ms (processor time {Median(starts.Select(start => start.Cpu)):0} ms; median of {Starts})"
);
Print($"resident after load          {resident:0.0} MiB, at most {Machine.Resident(backend.Id, "VmHWM"):0.0}");
Print($"binary, compressed           {compressed:0.0} MB");
Limit(startTime < maxStart.TotalMilliseconds, $"start to first ready answer: under {maxStart.TotalMilliseconds:0} ms");
Limit(resident < MaxResidentMiB, $"resident after load: under {MaxResidentMiB} MiB");

// The image's other layers come from the base image; a test of the image checks the limit of the whole.
Limit(compressed < MaxImageMegabytes, $"binary, compressed: under {MaxImageMegabytes} MB");
foreach (var limit in missed)
    Console.Error.WriteLine($"missed: {limit}");
return missed.Count == 0 ? 0 : 1;

async Task<int> WriteHotMethods(string file)
{
    var samples = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    try
    {
        Task sampling;
        await using (var sampled = await ChildProcess.Start("taskset", ["-c", "0", binary], "Now listening on", environment))
        {
            await LoadClient.Ready(port);
            sampling = HotMethods.Sample(sampled.Id, samples);
            foreach (var (_, ours, _, status) in operations)
                await LoadClient.Measure(port, sampled.Id, ours, status, 10 * roundTime);
            await LargeAccount.Measure(url, accessTokens, port, sampled.Id);
        }
        await sampling;
        var names = await HotMethods.Read(samples, binary);
        await File.WriteAllLinesAsync(file, names);
        Print($"{names.Count} methods are in {file} now.");
        return 0;
    }
    catch (InvalidOperationException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return 3;
    }
    finally
    {
        File.Delete(samples);
    }
}

async Task WarmUp(Func<int, byte[]> ours, Func<int, byte[]> itsBar, int status)
{
    for (var round = 0; round < WarmUps; round++)
    {
        await LoadClient.Measure(port, backend.Id, ours, status, roundTime);
        await LoadClient.Measure(bare, bar.Id, itsBar, status, roundTime);
    }
}

void Limit(bool kept, FormattableString what)
{
    if (!kept)
        missed.Add(what.ToString(CultureInfo.InvariantCulture));
}

static void Print(DefaultInterpolatedStringHandler line) => Console.WriteLine(line.ToStringAndClear());

static double Rate(List<Measurement> rounds) => Median(rounds.Select(round => round.RequestsPerSecond));

static double Cost(List<Measurement> rounds) => Median(rounds.Select(round => round.ProcessorMicroseconds));

(Guid Id, string Token, Guid Contact) Person(int n) => people[n % people.Count];

(Guid Id, string Token, Guid Contact) Talker(int n) => people[n % Talkers];

static byte[] Request(string method, string path, string? token = null, string? body = null) =>
    Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}"
            + (body is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}")
    );

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return sorted[sorted.Count / 2];
}

static double Percentile(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

// Enough people that none of them reaches the rate limit.
static async Task<List<(Guid Id, string Token, Guid Contact)>> Fill(PostgresUrl url, AccessTokens accessTokens)
{
    await using var source = DataSource.Create(url);
    var people = new List<(Guid, string, Guid)>();
    for (var i = 0; i < Users; i++)
    {
        var id = Guid.CreateVersion7();
        var contacts = Enumerable.Range(0, ContactsEach).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var command = source.CreateCommand(
            """
            with person as (insert into users (id, email, display_name) values ($1, $2, 'Somebody') returning id)
            insert into contacts (id, owner_id, name, emails, company)
            select contact, person.id, 'Contact ' || contact, array['someone@example.com'], 'Company' from person, unnest($3) as contact
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"person{i}@example.com" });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = contacts });
        await command.ExecuteNonQueryAsync();
        people.Add((id, accessTokens.Issue(new AccessToken(id, Guid.CreateVersion7())), contacts[0]));
    }
    // A page of a hundred of these is an answer of about 120 KB.
    foreach (var (owner, _, contact) in people.Take(Talkers))
    {
        await using var command = source.CreateCommand(
            """
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
            select gen_random_uuid(), $1, $2, 'note', now() - n * interval '1 hour', 'Talked about the lighthouse', repeat('He knows a keeper of bees. ', 35)
            from generate_series(1, 120) as n
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
        await command.ExecuteNonQueryAsync();
    }
    // A connection chooses its plans during its first executions; without this, they depended on when autovacuum ran.
    await using var analyze = source.CreateCommand("vacuum analyze");
    await analyze.ExecuteNonQueryAsync();
    return people;
}
