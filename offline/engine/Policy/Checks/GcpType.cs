namespace PmCrm.Preview.Policy.Checks;

/// <summary>The type tokens of Google Cloud's resources that rules look at.</summary>
internal static class GcpType
{
    public const string AlertPolicy = "gcp:monitoring/alertPolicy:AlertPolicy";
    public const string AuditConfig = "gcp:projects/iAMAuditConfig:IAMAuditConfig";
    public const string Bucket = "gcp:storage/bucket:Bucket";
    public const string Cluster = "gcp:container/cluster:Cluster";
    public const string CryptoKey = "gcp:kms/cryptoKey:CryptoKey";
    public const string DatabaseInstance = "gcp:sql/databaseInstance:DatabaseInstance";
    public const string DatabaseUser = "gcp:sql/user:User";
    public const string Firewall = "gcp:compute/firewall:Firewall";
    public const string Network = "gcp:compute/network:Network";
    public const string NodePool = "gcp:container/nodePool:NodePool";
    public const string PoolProvider = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
    public const string ProjectBinding = "gcp:projects/iAMBinding:IAMBinding";
    public const string ProjectMember = "gcp:projects/iAMMember:IAMMember";
    public const string Redis = "gcp:redis/instance:Instance";
    public const string Repository = "gcp:artifactregistry/repository:Repository";
    public const string Secret = "gcp:secretmanager/secret:Secret";
    public const string SecurityPolicy = "gcp:compute/securityPolicy:SecurityPolicy";
    public const string ServiceAccountKey = "gcp:serviceaccount/key:Key";
    public const string SslPolicy = "gcp:compute/sSLPolicy:SSLPolicy";
    public const string Subnetwork = "gcp:compute/subnetwork:Subnetwork";
    public const string Topic = "gcp:pubsub/topic:Topic";
}
