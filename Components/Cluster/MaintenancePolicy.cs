using Pulumi.Gcp.Container.Inputs;

namespace PmCrm.Components.Cluster;

/// <summary>When Google may upgrade the cluster.</summary>
internal static class MaintenancePolicy
{
    /// <summary>
    /// From 03:00 to 09:00 UTC at weekends, which meets Google's minimum of 48 hours in 32 days. Not at the turn of the year, when few
    /// people are at work.
    /// </summary>
    public static ClusterMaintenancePolicyArgs WeekendNights(int yearEndFreeze) =>
        new()
        {
            RecurringWindow = new ClusterMaintenancePolicyRecurringWindowArgs
            {
                // The first occurrence; a fixed date, so that the plan does not depend on today's date.
                StartTime = "2026-01-03T03:00:00Z",
                EndTime = "2026-01-03T09:00:00Z",
                Recurrence = "FREQ=WEEKLY;BYDAY=SA,SU",
            },
            MaintenanceExclusions =
            {
                new ClusterMaintenancePolicyMaintenanceExclusionArgs
                {
                    ExclusionName = $"year-end-{yearEndFreeze}",
                    StartTime = $"{yearEndFreeze}-12-18T00:00:00Z",
                    EndTime = $"{yearEndFreeze + 1}-01-04T00:00:00Z",
                    ExclusionOptions = new ClusterMaintenancePolicyMaintenanceExclusionExclusionOptionsArgs
                    {
                        Scope = "NO_MINOR_OR_NODE_UPGRADES",
                    },
                },
            },
        };
}
