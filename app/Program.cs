using PmCrm.App.Commands;
using PmCrm.App.Configuration;

try
{
    var command = CommandLine.Parse(args);
    switch (command.Verb)
    {
        case Verb.Backend:
            await BackendHost.Build(args).RunAsync();
            return 0;
        case Verb.Worker:
            await WorkerHost.Build(args).RunAsync();
            return 0;
        case Verb.Migrate or Verb.Rollback:
            return await SchemaCommands.Run(command);
        case Verb.Verify:
            return await VerifyCommand.Run(command.Verification!);
        case Verb.Health:
            return await HealthCommand.Run();
        case Verb.Seed:
            return await SeedCommand.Run(command.Seed!);
        default:
            if (command.Error is null)
                Console.WriteLine(CommandLine.Usage);
            else
                Console.Error.WriteLine(command.Error + "\n\n" + CommandLine.Usage);
            return command.Error is null ? 0 : 2;
    }
}
catch (EnvironmentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
