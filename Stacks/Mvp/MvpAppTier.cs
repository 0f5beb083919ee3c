using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Components.Hosting;
using PmCrm.Components.Mail;
using PmCrm.Components.Operations;
using PmCrm.Components.Workload;
using PmCrm.Contract;
using PmCrm.Stacks.Edge;
using PmCrm.Stacks.Settings;
using Pulumi;

namespace PmCrm.Stacks.Mvp;

/// <summary>The application at Render or Railway: its variables, then backend and worker; each deployment migrates first.</summary>
internal sealed class MvpAppTier
{
    private readonly MvpSettings settings;

    public MvpAppTier(MvpSettings settings, MvpDataTier data, BetterStackMonitoring monitoring, IMailDomain mail)
    {
        this.settings = settings;
        var (plain, secrets) = (Variables(), Secrets(data, monitoring, mail));
        var variables = new HostedVariables(plain, secrets);
        Host = settings.Hosting.Render is { } render
            ? CreateRender(render, variables, monitoring)
            : CreateRailway(settings.Hosting.Railway!, variables);
        Files = FileSettings(plain, secrets.Keys);
    }

    public IBackendHost Host { get; }

    /// <summary>Settings for the platforms' own files.</summary>
    public HostingFileSettings Files { get; }

    private HostingFileSettings FileSettings(Dictionary<string, string> plain, IReadOnlyCollection<string> secrets)
    {
        var files = new HostingFileSettings(this.settings.PhysicalName, this.settings.App.Image, this.settings.Edge.ApiHost, plain, secrets)
        {
            IsPrivate = this.settings.Hosting.Registry is not null,
        };
        return this.settings.Hosting.Render is { } render
            ? files with
            {
                Plan = render.Plan,
                WorkerPlan = render.WorkerPlan,
                Instances = render.Instances,
            }
            : files;
    }

    private Dictionary<string, string> Variables() =>
        new([.. this.settings.App.ClientIds, .. EdgeComponents.StorageVariables(this.settings.Edge, this.settings.PhysicalName)])
        {
            // Both platforms read this variable and send requests to its port.
            [AppVariables.Port] = AppContract.Port.ToString(CultureInfo.InvariantCulture),
            // The platforms treat every variable as a secret; with this prefix the value does not mask a part of the image's name.
            [AppVariables.AppVersion] = $"image-{ImageReference.ShortDigest(this.settings.App.Image)}",
            [AppVariables.LogLevel] = this.settings.App.LogLevel,
            [AppVariables.JwtAccessTokenExpiry] = this.settings.App.AccessTokenLifetime,
            [AppVariables.JwtRefreshTokenExpiry] = this.settings.App.RefreshTokenLifetime,
            [AppVariables.PublicUrl] = this.settings.Edge.ApiUrl,
            [AppVariables.CorsOrigins] = this.settings.Edge.AppUrl,
            [AppVariables.FrontendUrl] = this.settings.Edge.AppUrl,
            [AppVariables.MailFrom] = this.settings.Mail.From,
            [AppVariables.TrustedProxyHops] = this.settings.Hosting.TrustedProxyHops.ToString(CultureInfo.InvariantCulture),
        };

    private Dictionary<string, Output<string>> Secrets(MvpDataTier data, BetterStackMonitoring monitoring, IMailDomain mail)
    {
        // Losing the signing key only signs users out; losing the encryption key loses the encrypted data.
        var signing = new RotatingKey(
            "jwt-secret",
            new RotatingKeyArgs { Version = this.settings.App.JwtSecretVersion, Protection = Protection.Off }
        );
        var encryption = new RotatingKey(
            "encryption-key",
            new RotatingKeyArgs { Version = this.settings.App.EncryptionKeyVersion, Protection = this.settings.Protection }
        );
        var secrets = new Dictionary<string, Output<string>>
        {
            [AppVariables.DatabaseUrl] = data.Database.ConnectionUrl,
            [AppVariables.DirectUrl] = data.Database.DirectUrl,
            [AppVariables.RedisUrl] = data.Cache.ConnectionUrl,
            [AppVariables.HeartbeatUrl] = monitoring.HeartbeatUrl,
            [AppVariables.JwtSecret] = signing.Current,
            [AppVariables.EncryptionKey] = encryption.Current,
            [this.settings.Mail.KeyVariable] = mail.SendingKey,
        };
        if (signing.Previous is not null)
            secrets.Add(AppVariables.JwtSecretPrevious, signing.Previous);
        if (encryption.Previous is not null)
            secrets.Add(AppVariables.EncryptionKeyPrevious, encryption.Previous);
        foreach (var (variable, secret) in this.settings.App.ThirdPartySecrets)
            secrets.Add(variable, secret.Value);
        return secrets;
    }

    private RegistryAccess? Registry =>
        this.settings.Hosting.Registry is { } registry ? new RegistryAccess(registry.Username, registry.Token.Value) : null;

    private RenderBackend CreateRender(RenderSettings render, HostedVariables variables, BetterStackMonitoring monitoring) =>
        new(
            "backend",
            new RenderBackendArgs
            {
                PhysicalName = this.settings.PhysicalName,
                Image = this.settings.App.Image,
                Registry = Registry,
                Host = this.settings.Edge.ApiHost,
                Variables = variables,
                Plan = render.Plan,
                WorkerPlan = render.WorkerPlan,
                Instances = render.Instances,
                Logs = new LogTarget(monitoring.LogEndpoint, monitoring.LogToken),
            },
            new ComponentResourceOptions
            {
                Provider = new Pulumi.Render.Provider(
                    "render",
                    new Pulumi.Render.ProviderArgs
                    {
                        ApiKey = render.ApiKey.Value,
                        OwnerId = render.OwnerId,
                        // After a failed first deployment the service would run but be missing from the state.
                        WaitForDeployCompletion = false,
                    }
                ),
            }
        );

    private RailwayBackend CreateRailway(RailwaySettings railway, HostedVariables variables) =>
        new(
            "backend",
            new RailwayBackendArgs
            {
                PhysicalName = this.settings.PhysicalName,
                WorkspaceId = railway.WorkspaceId,
                Image = this.settings.App.Image,
                Registry = Registry,
                Host = this.settings.Edge.ApiHost,
                Domain = this.settings.Edge.Domain,
                Variables = variables,
                Protection = this.settings.Protection,
            },
            new ComponentResourceOptions
            {
                // The bridged provider does not mark the token as secret.
                Provider = new Pulumi.Railway.Provider(
                    "railway",
                    new Pulumi.Railway.ProviderArgs { Token = Output.CreateSecret(railway.Token.Value) }
                ),
            }
        );
}
