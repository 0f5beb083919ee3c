using PmCrm.App.Configuration;
using PmCrm.App.Jobs;
using PmCrm.App.OutsideServices;

namespace PmCrm.App.Features.Messages;

/// <summary>Mails, and what their recipients and the provider answer.</summary>
public static class MessageEndpoints
{
    /// <summary>What a feature needs to leave a message for the worker.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services) =>
        services.AddSingleton<MailOutbox>().AddSingleton<MailCounts>().AddEncryptedRows<MailRows>();

    /// <summary>What sends the messages.</summary>
    public static IServiceCollection AddMessageWork(this IServiceCollection services, AppOptions options)
    {
        services.AddMessages();
        return services.AddMessageDelivery(options) ? services.AddWorkSource<MailDelivery>() : services;
    }

    /// <summary>The provider whose key is set.</summary>
    /// <returns>Whether there is one.</returns>
    internal static bool AddMessageDelivery(this IServiceCollection services, AppOptions options)
    {
        switch (options.Mail?.Service)
        {
            case MailService.Resend:
                services.AddOutsideService(ResendProvider.Service).AddSingleton<IMailProvider, ResendProvider>();
                return true;
            case MailService.SendGrid:
                services.AddOutsideService(SendGridProvider.Service).AddSingleton<IMailProvider, SendGridProvider>();
                return true;
            default:
                return false;
        }
    }
}
