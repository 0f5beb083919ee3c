namespace PmCrm.Components.Database;

/// <summary>What a database instance survives.</summary>
public enum Availability
{
    /// <summary>A standby in another zone of the region takes over when a zone fails.</summary>
    Regional,

    /// <summary>One zone; when it fails, the database is down. Half the price.</summary>
    Zonal,
}
