namespace PmCrm.App.Commands;

/// <summary>The arguments of <c>seed</c>.</summary>
/// <param name="PasswordFile">Where the demonstration account's password is; <c>-</c> is standard input.</param>
/// <param name="Force">Create the account where other people have accounts.</param>
public sealed record SeedArguments(string PasswordFile, bool Force)
{
    /// <returns>Null where the arguments are not understood.</returns>
    public static SeedArguments? Parse(string[] arguments) =>
        arguments switch
        {
            ["--password-file", var file] => new(file, Force: false),
            ["--password-file", var file, "--force"] => new(file, Force: true),
            ["--force", "--password-file", var file] => new(file, Force: true),
            _ => null,
        };
}
