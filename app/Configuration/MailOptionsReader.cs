using System.Security.Cryptography;
using System.Text.RegularExpressions;
using PmCrm.Contract;

namespace PmCrm.App.Configuration;

/// <summary>Reads <see cref="MailOptions"/>.</summary>
/// <param name="text">Returns the value of a variable; null if it is not set.</param>
/// <param name="problems">Errors are added to this list.</param>
internal sealed partial class MailOptionsReader(Func<string, string?> text, List<string> problems)
{
    private const string SvixPrefix = "whsec_";

    public MailOptions? Read(AppProcess process)
    {
        var from = Sender();
        var (resend, sendGrid) = (text(AppVariables.ResendApiKey), text(AppVariables.SendGridApiKey));
        if (resend is not null && sendGrid is not null)
            problems.Add($"{AppVariables.SendGridApiKey}: must not be set with {AppVariables.ResendApiKey}: only one service sends");
        var key = resend ?? sendGrid;
        var isSet = text(AppVariables.MailFrom) is not null;
        if (key is not null && !isSet)
            problems.Add(
                $"{AppVariables.MailFrom}: is required when {(resend is null ? AppVariables.SendGridApiKey : AppVariables.ResendApiKey)} is set"
            );
        if (key is null && isSet && process == AppProcess.Worker)
            problems.Add(
                $"{AppVariables.ResendApiKey}: this or {AppVariables.SendGridApiKey} is required when {AppVariables.MailFrom} is set"
            );
        var resendSecret = ResendSecret();
        var sendGridKey = SendGridKey();
        if (from is null)
            return null;
        MailService? service =
            resend is not null ? MailService.Resend
            : sendGrid is not null ? MailService.SendGrid
            : null;
        return new MailOptions(from, service, key, resendSecret, sendGridKey);
    }

    private MailSender? Sender()
    {
        if (text(AppVariables.MailFrom) is not { } sender)
            return null;
        if (SenderPattern().Match(sender) is { Success: true } match)
            return new MailSender(match.Groups["address"].Value, match.Groups["name"] is { Success: true } name ? name.Value : null);
        problems.Add(
            $"{AppVariables.MailFrom}: must be an address, or a name (letters, digits, spaces) and address: Example <hello@mail.example.com>"
        );
        return null;
    }

    /// <summary>https://docs.svix.com/receiving/verifying-payloads/how-manual: base64 after the prefix.</summary>
    private byte[]? ResendSecret()
    {
        if (text(AppVariables.ResendWebhookSecret) is not { } secret)
            return null;
        var bytes = new byte[secret.Length];
        if (
            secret.StartsWith(SvixPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SvixPrefix.Length..], bytes, out var size)
            && size >= 16
        )
            return bytes[..size];
        problems.Add($"{AppVariables.ResendWebhookSecret}: must be the signing secret of a Resend webhook: {SvixPrefix} and base64");
        return null;
    }

    private byte[]? SendGridKey()
    {
        if (text(AppVariables.SendGridWebhookKey) is not { } key)
            return null;
        var bytes = new byte[key.Length];
        try
        {
            if (Convert.TryFromBase64String(key, bytes, out var size))
            {
                using var curve = ECDsa.Create();
                curve.ImportSubjectPublicKeyInfo(bytes.AsSpan(0, size), out _);
                return bytes[..size];
            }
        }
        catch (CryptographicException)
        {
            // Reported below.
        }
        problems.Add(
            $"{AppVariables.SendGridWebhookKey}: must be the verification key of SendGrid's signed event webhook: a public key in base64"
        );
        return null;
    }

    [GeneratedRegex(
        @"^(?:(?<name>[\p{L}\p{N} ]{1,64}?) *<(?<address>[^\s<>@,;""]{1,64}@[A-Za-z0-9.-]{1,190})>|(?<address>[^\s<>@,;""]{1,64}@[A-Za-z0-9.-]{1,190}))$"
    )]
    private static partial Regex SenderPattern();
}
