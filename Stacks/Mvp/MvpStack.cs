using System.Diagnostics.CodeAnalysis;
using PmCrm.Components.Frontend;
using PmCrm.Components.Hosting;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>
/// One environment of the CRM on managed platforms, for up to 1,000 users: the same image, contract, frontend, DNS and buckets as
/// <see cref="Crm.CrmStack"/>, without a cluster. <c>docs/mvp.md</c> describes the move from one to the other.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a Pulumi stack, as its base class says.")]
public sealed class MvpStack : Stack
{
    /// <summary>Creates the environment that the stack's configuration describes.</summary>
    /// <exception cref="SettingsException">The configuration cannot be deployed; the message lists every reason.</exception>
    public MvpStack()
    {
        var settings = MvpSettings.Read();
        Placeholders.Refuse(settings.Environment, settings.PlaceholderValues);
        var data = new MvpDataTier(settings);
        var edge = new MvpEdgeTier(settings);
        var monitoring = MvpOperations.CreateMonitoring(settings);
        var mail = EdgeComponents.CreateMail(settings.Mail, settings.Edge, settings.PhysicalName, edge.Cloudflare);
        var app = new MvpAppTier(settings, data, monitoring, mail);
        edge.Create(app.Host, data);

        ApiUrl = Output.Create(settings.Edge.ApiUrl);
        AppUrl = Output.Create(settings.Edge.AppUrl);
        Image = Output.Create(settings.App.Image);
        DatabaseDirectUrl = data.Database.DirectUrl;
        MailSendingKey = mail.SendingKey;
        MailSmtpHost = Output.Create(mail.SmtpHost);
        FrontendConfiguration = Output.Create(VercelConfig.Write(new Uri(settings.Edge.ApiUrl)));
        RenderFile = Output.Create(RenderBlueprint.Write(app.Files));
        RailwayFile = Output.Create(RailwayConfig.Write(app.Files.Instances));
    }

    /// <summary>URL of the backend.</summary>
    [Output("apiUrl")]
    public Output<string> ApiUrl { get; private set; }

    /// <summary>URL of the frontend.</summary>
    [Output("appUrl")]
    public Output<string> AppUrl { get; private set; }

    /// <summary>The deployed image, by digest; eng/use-deployed-image reads it before an update by hand.</summary>
    [Output("image")]
    public Output<string> Image { get; private set; }

    /// <summary>Secret. URL of the database for migrations, dumps and repairs by hand.</summary>
    [Output("databaseDirectUrl")]
    public Output<string> DatabaseDirectUrl { get; private set; }

    /// <summary>Secret. Key that may only send mail: the SMTP password at <see cref="MailSmtpHost"/>.</summary>
    [Output("mailSendingKey")]
    public Output<string> MailSendingKey { get; private set; }

    /// <summary>Host of the mail provider's SMTP server.</summary>
    [Output("mailSmtpHost")]
    public Output<string> MailSmtpHost { get; private set; }

    /// <summary>The frontend's <c>vercel.json</c>: <c>make vercel-config</c> prints it.</summary>
    [Output("vercelConfig")]
    public Output<string> FrontendConfiguration { get; private set; }

    /// <summary>Render's <c>render.yaml</c> with the same services: <c>make render-blueprint</c> prints it.</summary>
    [Output("renderBlueprint")]
    public Output<string> RenderFile { get; private set; }

    /// <summary>Railway's <c>railway.json</c> for a service that it builds: <c>make railway-config</c> prints it.</summary>
    [Output("railwayConfig")]
    public Output<string> RailwayFile { get; private set; }
}
