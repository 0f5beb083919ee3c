using PmCrm.App.Security;

namespace PmCrm.App.Commands;

/// <summary><c>seed</c>: the demonstration account, with the variables of the backend.</summary>
public static class SeedCommand
{
    /// <summary>In characters, as for a person's password (RegisterRequest).</summary>
    private const int MinPasswordLength = 12;
    private const int MaxPasswordLength = 128;

    public static async Task<int> Run(SeedArguments arguments)
    {
        if (await ReadPassword(arguments.PasswordFile) is not { } password)
            return 2;
        await using var app = BackendHost.Build([], services => services.AddSingleton<DemoAccount>());
        try
        {
            var hash = await app.Services.GetRequiredService<PasswordHasher>().Hash(password, "seed", CancellationToken.None);
            var outcome = await app
                .Services.GetRequiredService<DemoAccount>()
                .Create(hash, arguments.Force, app.Services.GetRequiredService<TimeProvider>().GetUtcNow(), CancellationToken.None);
            switch (outcome)
            {
                case SeedOutcome.Created:
                    Console.WriteLine($"The demonstration account {DemoAccount.Email} is there.");
                    return 0;
                case SeedOutcome.Exists:
                    Console.WriteLine($"The demonstration account {DemoAccount.Email} was there already; nothing changed.");
                    return 0;
                default:
                    await Console.Error.WriteLineAsync(
                        "People have accounts in this database, so it gets no demonstration account; --force creates it all the same."
                    );
                    return 1;
            }
        }
        catch (Npgsql.NpgsqlException exception)
        {
            await Console.Error.WriteLineAsync($"The database refused: {exception.Message}");
            return 3;
        }
    }

    /// <summary>
    /// The first line of a file, or of standard input for <c>-</c>. A password on the command line would be visible in the list of
    /// processes.
    /// </summary>
    private static async Task<string?> ReadPassword(string file)
    {
        string? password;
        try
        {
            using var reader = file == "-" ? Console.In : new StreamReader(file);
            password = await reader.ReadLineAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"--password-file {file} cannot be read: {exception.Message}");
            return null;
        }
        if (password is { Length: >= MinPasswordLength and <= MaxPasswordLength })
            return password;
        await Console.Error.WriteLineAsync(
            $"The first line of --password-file {file} has {password?.Length ?? 0} characters; accepted: {MinPasswordLength} to {MaxPasswordLength}."
        );
        return null;
    }
}
