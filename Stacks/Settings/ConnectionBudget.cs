namespace PmCrm.Stacks.Settings;

/// <summary>
/// All processes at their most must find a connection: (backend's maximum + workers' maximum + one migration) × pool size ≤
/// <c>max_connections</c> − reserve. A stack that breaks this would fail under load, so it does not even preview.
/// </summary>
internal static class ConnectionBudget
{
    /// <summary>For administrators, Cloud SQL's own agents, monitoring, and backups.</summary>
    public const int Reserve = 20;

    private const int Migrations = 1;

    public static void Check(SettingsReader reader, DatabaseSettings database, AppSettings app)
    {
        var processes = app.Backend.Max + app.Workers.Max + Migrations;
        var needed = processes * database.PoolSize;
        var available = database.MaxConnections - Reserve;
        if (needed <= available) return;
        reader.RefuseTogether(
            $"{reader.Full("databasePoolSize")} × ({reader.Full("backendMaxReplicas")} + {reader.Full("workerMaxReplicas")} + {Migrations} migration) is "
            + $"{database.PoolSize} × ({app.Backend.Max} + {app.Workers.Max} + {Migrations}) = {needed} connections; accepted: at most {available}, "
            + $"which is {reader.Full("databaseMaxConnections")} ({database.MaxConnections}) less a reserve of {Reserve}");
    }
}
