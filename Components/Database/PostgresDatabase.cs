using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Gcp.Sql;
using Pulumi.Gcp.Sql.Inputs;
using Pulumi.Random;

namespace PmCrm.Components.Database;

/// <summary>
/// A PostgreSQL 16 database on Cloud SQL: private address only, encrypted connections, daily backups with recovery to any point in
/// time, and optionally a replica in another region. It creates one database with one user and a generated password.
/// </summary>
/// <example><c>examples/PostgresDatabaseExample.cs</c></example>
public sealed class PostgresDatabase : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:database:PostgresDatabase";

    /// <summary>Port that the instance listens on; Cloud SQL has no other.</summary>
    public const int Port = 5432;

    private const string Version = "POSTGRES_16";

    private readonly PostgresDatabaseArgs args;

    /// <summary>Creates the database.</summary>
    public PostgresDatabase(string name, PostgresDatabaseArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        var primary = CreatePrimary(name);
        var replica = args.Replica is null ? null : CreateReplica(name, primary, args.Replica);
        var database = new Pulumi.Gcp.Sql.Database(
            $"{name}-database",
            new DatabaseArgs
            {
                Project = args.Project,
                Instance = primary.Name,
                Name = args.DatabaseName,
                Charset = "UTF8",
                Collation = "en_US.UTF8",
                // The data is deleted with the instance; the database is never deleted separately.
                DeletionPolicy = "ABANDON",
            },
            this.ProtectedChild(args.Protection).WithFixedName()
        );
        var password = CreatePassword(name);
        var user = new User(
            $"{name}-user",
            new UserArgs
            {
                Project = args.Project,
                Instance = primary.Name,
                Name = args.DatabaseName,
                Password = password.Result,
                // PostgreSQL refuses to drop a role that owns tables.
                DeletionPolicy = "ABANDON",
            },
            this.Child().WithFixedName()
        );

        InstanceName = primary.Name;
        ConnectionName = primary.ConnectionName;
        PrivateIpAddress = primary.PrivateIpAddress;
        ReplicaInstanceName = replica?.Name.Apply(instance => (string?)instance) ?? Output.Create((string?)null);
        // The provider marks the certificates secret, as it does private keys; but a CA certificate is public: every client gets it.
        ServerCa = Output
            .Unsecret(primary.ServerCaCerts)
            .ApplyIfPresent(
                "The certificate authority of the database",
                certificates => CertificateBundle.Of(certificates.Select(certificate => certificate.Cert)),
                missing: ""
            );
        ConnectionUrl = Url(user, database, password, $"&connection_limit={args.PoolSize}");
        DirectUrl = Url(user, database, password, $"&connection_limit={args.PoolSize}&application_name={args.DatabaseName}-migrate");
        RegisterOutputs();
    }

    /// <summary>Google's name of the primary.</summary>
    [Output("instanceName")]
    public Output<string> InstanceName { get; private set; }

    /// <summary><c>project:region:instance</c>, as Google's connectors want it.</summary>
    [Output("connectionName")]
    public Output<string> ConnectionName { get; private set; }

    /// <summary>The primary's address inside the network.</summary>
    [Output("privateIpAddress")]
    public Output<string> PrivateIpAddress { get; private set; }

    /// <summary>Google's name of the replica; null where there is none.</summary>
    [Output("replicaInstanceName")]
    public Output<string?> ReplicaInstanceName { get; private set; }

    /// <summary>PEM certificates that clients verify the server against.</summary>
    [Output("serverCa")]
    public Output<string> ServerCa { get; private set; }

    /// <summary>
    /// Secret. <c>postgresql://</c> URL for the application; each of its processes keeps at most the pool size of connections.
    /// </summary>
    [Output("connectionUrl")]
    public Output<string> ConnectionUrl { get; private set; }

    /// <summary>Secret. <c>postgresql://</c> URL for migrations: directly to the instance, with an application name of its own.</summary>
    [Output("directUrl")]
    public Output<string> DirectUrl { get; private set; }

    private DatabaseInstance CreatePrimary(string name)
    {
        var options = this.ProtectedChild(this.args.Protection).WithFixedName();
        options.IgnoreChanges = [PostgresInstanceSettings.DiskSizeProperty];
        return new DatabaseInstance(
            name,
            new DatabaseInstanceArgs
            {
                Project = this.args.Project,
                Name = this.args.PhysicalName,
                Region = this.args.Region.Name,
                DatabaseVersion = Version,
                EncryptionKeyName = this.args.Encryption.Id,
                DeletionProtection = this.args.Protection is Protection.On,
                Settings = PostgresInstanceSettings.OfPrimary(this.args),
            },
            options
        );
    }

    // Not protected: configuration switches this copy on and off, and Pulumi refuses to delete what is protected. A promoted replica is the
    // database; docs/restore.md then turns Google's deletion protection on.
    private DatabaseInstance CreateReplica(string name, DatabaseInstance primary, PostgresReplicaArgs replica)
    {
        var options = this.Child().WithFixedName();
        options.IgnoreChanges = [PostgresInstanceSettings.DiskSizeProperty, .. PostgresInstanceSettings.UnsettledOnReplica];
        return new DatabaseInstance(
            $"{name}-replica",
            new DatabaseInstanceArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-{replica.Region.Name}",
                Region = replica.Region.Name,
                DatabaseVersion = Version,
                InstanceType = "READ_REPLICA_INSTANCE",
                MasterInstanceName = primary.Name,
                EncryptionKeyName = replica.Encryption.Id,
                DeletionProtection = false,
                Settings = PostgresInstanceSettings.OfReplica(this.args, replica),
            },
            options
        );
    }

    private RandomPassword CreatePassword(string name) =>
        new(
            $"{name}-password",
            new RandomPasswordArgs
            {
                Length = 40,
                MinLower = 2,
                MinUpper = 2,
                MinNumeric = 2,
                MinSpecial = 2,
                // Special characters that satisfy the password policy, and are safe in a shell and in a URL.
                OverrideSpecial = "-_.~",
                Keepers = { ["version"] = this.args.PasswordVersion.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            },
            this.Child()
        );

    // sslmode is verify-ca: each instance has its own CA, so verifying the CA verifies the instance. The certificate does not contain the
    // address.
    private Output<string> Url(User user, Pulumi.Gcp.Sql.Database database, RandomPassword password, string more) =>
        Output.CreateSecret(
            Output.Format(
                $"postgresql://{user.Name}:{UrlSecret.Escape(password.Result, "The password of the database")}@{PrivateIpAddress}:{Port}/{database.Name}?sslmode=verify-ca&sslrootcert={this.args.ServerCaPath}{more}"
            )
        );
}
