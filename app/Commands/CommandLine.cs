using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary>The commands of the image.</summary>
public enum Verb
{
    Backend,
    Worker,
    Migrate,
    Rollback,
    Health,
    Verify,
    Seed,
    Help,
}

/// <param name="To">The version in <c>--to</c>, for migrate and rollback.</param>
/// <param name="Verification">The arguments of verify.</param>
/// <param name="Seed">The arguments of seed.</param>
/// <param name="Error">The error in the arguments; the verb is then <see cref="Verb.Help"/>.</param>
public sealed record CommandLine(
    Verb Verb,
    string? To = null,
    VerificationArguments? Verification = null,
    SeedArguments? Seed = null,
    string? Error = null
)
{
    public const string Usage = """
        pmcrm [backend]                 serve the API (default)
        pmcrm worker                    deliver reminders, run imports and exports
        pmcrm migrate [--to VERSION]    bring the database to the newest schema, or to VERSION
        pmcrm rollback [--to VERSION]   undo the last migration, or everything after VERSION
        pmcrm verify [--json] [--host HOST] [--ca FILE] [--written-since TIME]
                                        look, without writing, whether this version can serve the database truthfully: exit code 0 or 1
          --json                        one JSON object instead of lines
          --host HOST                   the database of DATABASE_URL at another server: a clone or a replica
          --ca FILE                     the certificate of that server's authority
          --written-since TIME          the answer is no where the worker's canary is older (2026-01-31T02:59:00Z)
        pmcrm health                    ask the backend on this machine whether it is ready: exit code 0 or 1
        pmcrm seed --password-file FILE [--force]
                                        create the demonstration account; its password is FILE's first line (-: standard input)

        Exit codes: 0 fine, 1 the answer is no or the environment is not usable, 2 used wrongly, 3 failed.
        """;

    /// <summary>The commands to run one after another, until one fails.</summary>
    /// <param name="args">The process's arguments; a platform may add the program's own path in front.</param>
    /// <param name="commands">Value of <see cref="AppVariables.AppCommand"/>, used if there are no arguments.</param>
    public static IReadOnlyList<string[]> Split(string[] args, string? commands)
    {
        if (args is [AppContract.ProgramPath, ..])
            args = args[1..];
        var words = commands?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return args.Length > 0 || words.Length == 0 ? [args] : [.. words.Select(word => new[] { word })];
    }

    public static CommandLine Parse(string[] args)
    {
        // The hosting library's own options (--environment …) are passed to the host.
        if (args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--to")))
            return new(Verb.Backend);
        return args switch
        {
            [AppContract.BackendCommand, ..] => new(Verb.Backend),
            [AppContract.WorkerCommand, ..] => new(Verb.Worker),
            [AppContract.MigrateCommand] => new(Verb.Migrate),
            [AppContract.MigrateCommand, "--to", var version] => new(Verb.Migrate, version),
            [AppContract.RollbackCommand] => new(Verb.Rollback),
            [AppContract.RollbackCommand, "--to", var version] => new(Verb.Rollback, version),
            [AppContract.VerifyCommand, .. var rest] => VerificationArguments.Parse(rest) is { } verification
                ? new(Verb.Verify, Verification: verification)
                : NotUnderstood(args),
            [AppContract.HealthCommand] => new(Verb.Health),
            [AppContract.SeedCommand, .. var rest] => SeedArguments.Parse(rest) is { } seed
                ? new(Verb.Seed, Seed: seed)
                : NotUnderstood(args),
            ["help" or "--help" or "-h"] => new(Verb.Help),
            _ => NotUnderstood(args),
        };
    }

    private static CommandLine NotUnderstood(string[] args) => new(Verb.Help, Error: $"Not understood: {string.Join(' ', args)}");
}
