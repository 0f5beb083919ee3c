using System.Text.Json;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;
using PmCrm.App.Verification;
using PmCrm.Contract;

namespace PmCrm.App.Commands;

/// <summary><c>verify</c>: checks a restored database, a clone or a replica before traffic is sent to it.</summary>
public static class VerifyCommand
{
    public static async Task<int> Run(VerificationArguments arguments)
    {
        var options = AppOptionsReader.Read(Environment.GetEnvironmentVariable, AppProcess.Verification);
        if (arguments.Certificate is { } certificate && !File.Exists(certificate))
        {
            await Console.Error.WriteLineAsync("--ca names a file that does not exist");
            return 2;
        }
        await using var source = DataSource.Create(options.Database!.ForReading(arguments.Host, arguments.Certificate));
        var verifier = new DatabaseVerifier(source, new FieldEncryption(options.EncryptionKeys), options.Version);
        VerificationReport report;
        try
        {
            report = await verifier.Verify(arguments.WrittenSince, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            // Only the code of the server's error: its message may quote a row.
            var reason = (exception as PostgresException)?.SqlState ?? exception.InnerException?.GetType().Name ?? "no answer";
            await Console.Error.WriteLineAsync($"The database could not be checked: {reason}");
            return 3;
        }
        Console.WriteLine(
            arguments.Json ? JsonSerializer.Serialize(report, VerificationJson.Default.VerificationReport) : VerificationText.Of(report)
        );
        return report.Status == CheckStatus.Ok ? 0 : 1;
    }
}
