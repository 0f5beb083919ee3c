using PmCrm.Components.Workload;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// The database must have enough connections for all processes at their maximum, also during a rollout: (backend pods + worker pods + one
/// migration) × pool size ≤ <c>max_connections</c> − reserve, where pods are the autoscaler's maximum plus the rollout's surge. A stack
/// that breaks this rule would fail under load, so its preview fails.
/// </summary>
internal static class ConnectionBudget
{
    /// <summary>For administrators, Cloud SQL's own agents, monitoring, and backups.</summary>
    public const int Reserve = 20;

    private const int Migrations = 1;

    public static void Check(SettingsReader reader, DatabaseSettings database, AppSettings app)
    {
        var (backend, workers) = (app.Backend.MaxServing, app.Workers.MaxServing);
        var processes = backend + workers + Migrations;
        var needed = processes * database.PoolSize;
        var available = database.MaxConnections - Reserve;
        if (needed <= available)
            return;
        reader.RefuseTogether(
            $"{reader.Full("databasePoolSize")} × ({reader.Full("backendMaxReplicas")} + {reader.Full("workerMaxReplicas")} + {Migrations} migration) is "
                + $"{database.PoolSize} × ({backend} + {workers} + {Migrations}) = {needed} connections, with {ReplicaRange.RolloutSurgePercent} % more pods "
                + $"during a rollout; accepted: at most {available}, which is {reader.Full("databaseMaxConnections")} ({database.MaxConnections}) less a reserve of {Reserve}"
        );
    }
}
