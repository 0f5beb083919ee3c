namespace PmCrm.App.Configuration;

/// <summary>Which of the features that need an external service are configured.</summary>
public static class OptionalFeatures
{
    /// <summary>Their names in the API, in a stable order. Features that are not configured are absent.</summary>
    public static IReadOnlyList<string> Of(AppOptions options) =>
        [
            .. new (string Name, bool IsConfigured)[]
            {
                ("mail", options.Mail is not null),
                ("whatsapp", options.WhatsApp is not null),
                ("sign-in-google", options.Google is not null),
                ("sign-in-microsoft", options.Microsoft is not null),
                ("photos", options.Storage is not null),
                ("attachments", options.Storage is not null),
                ("enrichment", options.ApolloApiKey is not null),
                ("worded-recommendations", options.AnthropicApiKey is not null || options.OpenAiApiKey is not null),
                ("search-by-meaning", options.OpenAiApiKey is not null),
                ("breached-passwords", options.ChecksBreachedPasswords),
            }
                .Where(feature => feature.IsConfigured)
                .Select(feature => feature.Name),
        ];
}
