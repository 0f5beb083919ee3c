using Npgsql;

namespace PmCrm.App.Data;

/// <summary>Distinguishes an unavailable database from an error in this application.</summary>
public static class DatabaseAvailability
{
    /// <summary>Whether the database could not be reached, had no connection left in time, or is starting or stopping.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception switch
        {
            // PostgreSQL, Appendix A. 57P0x: shutting down, crashed, starting; 53300: too many connections; 57014: our own time limit for a
            // statement.
            PostgresException refused => refused.IsTransient || refused.SqlState is "57P01" or "57P02" or "57P03" or "53300" or "57014",
            NpgsqlException => true,
            TimeoutException => true,
            _ => exception.InnerException is { } inner && IsUnavailable(inner),
        };
}
