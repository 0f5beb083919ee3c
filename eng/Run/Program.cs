using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PmCrm.LocalServers;

// Starts a PostgreSQL and a Redis of its own, migrates, starts backend and worker, and stops everything at Ctrl-C. The data goes with it.
const string Listening = "Now listening on";

if ((LocalPostgres.Missing ?? LocalRedis.Missing) is { } missing)
{
    Console.Error.WriteLine($"{missing}; or run eng/prerequisites.");
    return 1;
}

var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var port = args is ["--port", var text] && int.TryParse(text, CultureInfo.InvariantCulture, out var wanted) ? wanted : ChildProcess.FreePort();

Console.Error.WriteLine("Starting PostgreSQL and Redis …");
await using var postgres = await LocalPostgres.Start();
await using var redis = await LocalRedis.Start();
var environment = new Dictionary<string, string?>
{
    ["ASPNETCORE_ENVIRONMENT"] = "Development",
    ["APP_VERSION"] = "local",
    ["DATABASE_URL"] = postgres.Url("postgres"),
    ["REDIS_URL"] = redis.Url,
    ["JWT_SECRET"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
    ["ENCRYPTION_KEY"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
    ["PUBLIC_URL"] = $"http://localhost:{port}",
};
var app = Path.Combine(AppContext.BaseDirectory, "pmcrm.dll");
var (code, printed) = await ChildProcess.Run("dotnet", [app, "migrate"], environment);
if (code != 0)
{
    Console.Error.WriteLine(printed);
    return 3;
}

await using var backend = await ChildProcess.Start("dotnet", [app, "backend"], Listening, With("PORT", port));
await using var worker = await ChildProcess.Start("dotnet", [app, "worker"], Listening, With("PORT", ChildProcess.FreePort()));
Console.WriteLine($"http://localhost:{port}");
Console.Error.WriteLine($"""
    API reference  http://localhost:{port}/docs
    Health         http://localhost:{port}/health
    Database       {postgres.Url("postgres")}
    Ctrl-C stops everything.
    """);

await Task.WhenAny(stopped.Task, backend.Ended, worker.Ended);
if (!stopped.Task.IsCompleted)
{
    Console.Error.WriteLine("One of the two ended by itself:\n" + backend.Printed + worker.Printed);
    return 3;
}
Console.Error.WriteLine("Stopping …");
backend.Terminate();
worker.Terminate();
await Task.WhenAll(backend.Ended, worker.Ended);
return 0;

Dictionary<string, string?> With(string name, int value) => new(environment) { [name] = value.ToString(CultureInfo.InvariantCulture) };

void Stop(PosixSignalContext context)
{
    // Ours to handle, in order; a second Ctrl-C need not wait for it.
    context.Cancel = stopped.TrySetResult();
}
