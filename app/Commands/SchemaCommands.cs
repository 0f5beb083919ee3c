using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Logging;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary><c>migrate</c> and <c>rollback</c>, over DIRECT_URL.</summary>
public static class SchemaCommands
{
    public static async Task<int> Run(CommandLine command)
    {
        var options = AppOptionsReader.Read(Environment.GetEnvironmentVariable, AppProcess.Migration);
        using var logging = LoggingSetup.CreateFactory(options);
        var logger = logging.CreateLogger("PmCrm.Migrations");
        await using var source = DataSource.Create(options.DirectDatabase!);
        var migrator = new Migrator(source, Migration.All, logger);
        try
        {
            var versions =
                command.Verb == Verb.Migrate
                    ? await migrator.Up(command.To, CancellationToken.None)
                    : await migrator.Down(command.To, CancellationToken.None);
            logger.LogInformation("{Count} migrations ran", versions.Count);
            return 0;
        }
        catch (MigrationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (Npgsql.NpgsqlException exception)
        {
            logger.LogError(exception, "The database refused");
            return 3;
        }
    }
}
