namespace PmCrm.App.Commands;

/// <summary>The arguments of <c>seed</c>.</summary>
/// <param name="PasswordFile">The file with the demonstration account's password; <c>-</c> is standard input.</param>
/// <param name="Force">Create the account even if other people have accounts.</param>
public sealed record SeedArguments(string PasswordFile, bool Force)
{
    /// <returns>Null if the arguments are not valid.</returns>
    public static SeedArguments? Parse(string[] arguments) =>
        arguments switch
        {
            ["--password-file", var file] => new(file, Force: false),
            ["--password-file", var file, "--force"] => new(file, Force: true),
            ["--force", "--password-file", var file] => new(file, Force: true),
            _ => null,
        };
}
