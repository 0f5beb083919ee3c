namespace PmCrm.Preview.Policy.Checks;

/// <summary>The type tokens of Google Cloud's resources that rules look at.</summary>
internal static class GcpType
{
    public const string Cluster = "gcp:container/cluster:Cluster";
    public const string NodePool = "gcp:container/nodePool:NodePool";
    public const string DatabaseInstance = "gcp:sql/databaseInstance:DatabaseInstance";
    public const string ProjectMember = "gcp:projects/iAMMember:IAMMember";
    public const string ProjectBinding = "gcp:projects/iAMBinding:IAMBinding";
}
