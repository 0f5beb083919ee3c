using PmCrm.App.Commands;
using PmCrm.App.Configuration;
using PmCrm.Contract;

try
{
    foreach (var arguments in CommandLine.Split(args, Environment.GetEnvironmentVariable(AppVariables.AppCommand)))
        if (await Run(arguments) is var code && code != 0)
            return code;
    return 0;
}
catch (EnvironmentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static async Task<int> Run(string[] args)
{
    var command = CommandLine.Parse(args);
    switch (command.Verb)
    {
        case Verb.Backend:
            return await Serving.Run(BackendHost.Build(args));
        case Verb.Worker:
            return await Serving.Run(WorkerHost.Build(args));
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
