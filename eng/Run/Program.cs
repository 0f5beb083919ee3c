using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PmCrm.LocalServers;

// Starts its own PostgreSQL and Redis, migrates, starts backend and worker, and stops everything at Ctrl-C. The data is removed.
const string Usage = """
    Run [--port PORT] [--seed] [--no-browser]

    --port        where the backend answers; default: a free port
    --seed        with a demonstration account, whose password is shown
    --no-browser  do not open the API reference, which is done where a person at a desktop runs this
    """;
const string Listening = "Now listening on";
var stopTimeout = TimeSpan.FromSeconds(30);

int? wanted = null;
var isSeeded = false;
var isBrowserWelcome = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--port"
            when i + 1 < args.Length
                && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 65536:
            wanted = number;
            i++;
            break;
        case "--seed":
            isSeeded = true;
            break;
        case "--no-browser":
            isBrowserWelcome = false;
            break;
        case "--help":
            Console.WriteLine(Usage);
            return 0;
        default:
            Console.Error.WriteLine($"Not understood: {string.Join(' ', args[i..])}\n\n{Usage}");
            return 2;
    }
}
if ((await LocalPostgres.Missing() ?? await LocalRedis.Missing()) is { } missing)
{
    Console.Error.WriteLine($"{missing}; or run eng/prerequisites.");
    return 1;
}

// Only this program gets Ctrl-C; it ends the others in order, the servers last.
ChildProcess.OwnSessions = true;
var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

Console.Error.WriteLine(
    await ContainerEngine.Find() is { } engine
        ? $"Starting PostgreSQL and Redis in containers of {Path.GetFileName(engine.Program)} …"
        : "Starting the PostgreSQL and the Redis of this machine …"
);
await using var postgres = await LocalPostgres.Start();
await using var redis = await LocalRedis.Start();
var port = wanted ?? ChildProcess.FreePort();
var url = $"http://localhost:{port}";
var environment = new Dictionary<string, string?>
{
    ["ASPNETCORE_ENVIRONMENT"] = "Development",
    ["APP_VERSION"] = "local",
    ["DATABASE_URL"] = postgres.Url("postgres"),
    ["REDIS_URL"] = redis.Url,
    ["JWT_SECRET"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
    ["ENCRYPTION_KEY"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
    ["PUBLIC_URL"] = url,
};
var app = Path.Combine(AppContext.BaseDirectory, "pmcrm.dll");
var (code, printed) = await ChildProcess.Run("dotnet", [app, "migrate"], environment);
if (code != 0)
{
    Console.Error.WriteLine(printed);
    return 3;
}

var demonstration = "";
if (isSeeded)
{
    var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
    var file = Path.GetTempFileName(); // for this user only
    try
    {
        await File.WriteAllTextAsync(file, password);
        (code, printed) = await ChildProcess.Run("dotnet", [app, "seed", "--password-file", file], environment);
    }
    finally
    {
        File.Delete(file);
    }
    if (code != 0)
    {
        Console.Error.WriteLine(printed);
        return 3;
    }
    demonstration = $"\nSign in        demo@example.com, {password}";
}

if (stopped.Task.IsCompleted)
    return 0;
await using var backend = await ChildProcess.Start("dotnet", [app, "backend"], Listening, With("PORT", port));
await using var worker = await ChildProcess.Start("dotnet", [app, "worker"], Listening, With("PORT", ChildProcess.FreePort()));
Console.WriteLine(url);
Console.Error.WriteLine(
    $"""
    API reference  {url}/docs
    Health         {url}/health
    Database       {postgres.Url("postgres")}{demonstration}
    Ctrl-C stops everything.
    """
);
if (isBrowserWelcome)
    Browse($"{url}/docs");

await Task.WhenAny(stopped.Task, backend.Ended, worker.Ended);
if (!stopped.Task.IsCompleted)
{
    Console.Error.WriteLine("One of the two ended by itself:\n" + backend.Printed + worker.Printed);
    return 3;
}
Console.Error.WriteLine("Stopping …");
backend.Terminate();
worker.Terminate();

// A process that does not end in time is killed when it is disposed.
await Task.WhenAny(Task.WhenAll(backend.Ended, worker.Ended), Task.Delay(stopTimeout));
return 0;

Dictionary<string, string?> With(string name, int value) => new(environment) { [name] = value.ToString(CultureInfo.InvariantCulture) };

void Stop(PosixSignalContext context)
{
    // Handled here, in order and with a time limit; a second Ctrl-C must not leave processes running.
    context.Cancel = true;
    stopped.TrySetResult();
}

static void Browse(string page)
{
    var isDesktop =
        OperatingSystem.IsMacOS()
        || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
    if (!isDesktop || ChildProcess.Find(OperatingSystem.IsMacOS() ? "open" : "xdg-open") is not { } opener)
        return;
    using var process = Process.Start(new ProcessStartInfo(opener, [page]) { RedirectStandardOutput = true, RedirectStandardError = true });
}
