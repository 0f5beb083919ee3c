namespace PmCrm.App.Configuration;

/// <summary>The WhatsApp settings. WhatsApp is on if WHATSAPP_PHONE_NUMBER_ID is set.</summary>
/// <param name="PhoneNumberId">WHATSAPP_PHONE_NUMBER_ID: the sender's id at Meta, which is not its number.</param>
/// <param name="ApiToken">WHATSAPP_API_TOKEN; null in a process that does not send.</param>
/// <param name="AppSecret">WHATSAPP_APP_SECRET; null: Meta's events are refused.</param>
/// <param name="VerifyToken">WHATSAPP_VERIFY_TOKEN; null: the webhook cannot be registered at Meta.</param>
public sealed record WhatsAppOptions(string PhoneNumberId, string? ApiToken, string? AppSecret, string? VerifyToken);
