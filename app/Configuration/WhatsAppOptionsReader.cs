using PmCrm.Contract;

namespace PmCrm.App.Configuration;

/// <summary>Reads <see cref="WhatsAppOptions"/>.</summary>
/// <param name="text">Returns the value of a variable; null if it is not set.</param>
/// <param name="problems">Errors are added to this list.</param>
internal sealed class WhatsAppOptionsReader(Func<string, string?> text, List<string> problems)
{
    /// <summary>In characters: longer than any id of Meta's Graph API today (up to 17 digits).</summary>
    private const int MaxId = 30;

    /// <summary>In characters: too long to guess.</summary>
    private const int MinSecret = 16;

    public WhatsAppOptions? Read(AppProcess process)
    {
        var (id, token) = (text(AppVariables.WhatsAppPhoneNumberId), text(AppVariables.WhatsAppApiToken));
        if (id is not null && (id.Length > MaxId || !id.All(char.IsAsciiDigit)))
            problems.Add(
                $"{AppVariables.WhatsAppPhoneNumberId}: must be the id of a phone number at Meta: digits, but not the number itself"
            );
        if (token is not null && id is null)
            problems.Add($"{AppVariables.WhatsAppPhoneNumberId}: is required when {AppVariables.WhatsAppApiToken} is set");
        if (token is null && id is not null && process == AppProcess.Worker)
            problems.Add($"{AppVariables.WhatsAppApiToken}: is required when {AppVariables.WhatsAppPhoneNumberId} is set");
        if (token is not null && token.Any(c => c is < '!' or > '~'))
            problems.Add($"{AppVariables.WhatsAppApiToken}: must be printable ASCII without spaces");
        var (secret, verify) = (Secret(AppVariables.WhatsAppAppSecret), Secret(AppVariables.WhatsAppVerifyToken));
        return id is null ? null : new WhatsAppOptions(id, token, secret, verify);
    }

    private string? Secret(string name)
    {
        if (text(name) is not { } secret)
            return null;
        if (secret.Length < MinSecret)
            problems.Add($"{name}: must have at least {MinSecret} characters");
        return secret;
    }
}
