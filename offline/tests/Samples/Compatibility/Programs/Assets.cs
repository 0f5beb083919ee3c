using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Assets and archives of every origin, nested, secret and in stack outputs.</summary>
internal static class Assets
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            new Thing("file", new ThingArgs { File = new FileAsset("Pulumi.yaml") });
            new Thing("string", new ThingArgs { File = new StringAsset("text of the asset") });
            new Thing("remote", new ThingArgs { File = new RemoteAsset("https://assets.example.com/a.txt") });
            new Thing("file-archive", new ThingArgs { File = new FileArchive("files"), Archive = new FileArchive("files.zip") });
            new Thing("remote-archive", new ThingArgs { Archive = new RemoteArchive("https://assets.example.com/a.tgz") });
            new Thing(
                "asset-archive",
                new ThingArgs
                {
                    Archive = new AssetArchive(
                        new Dictionary<string, AssetOrArchive>
                        {
                            ["a.txt"] = new StringAsset("a"),
                            ["folder"] = new AssetArchive(new Dictionary<string, AssetOrArchive> { ["b.txt"] = new FileAsset("b.txt") }),
                        }
                    ),
                }
            );
            new Thing("map", new ThingArgs { Files = { ["s"] = new StringAsset("s"), ["z"] = new FileArchive("z.zip") } });
            new Thing("secret", new ThingArgs { File = Output.CreateSecret<AssetOrArchive>(new StringAsset("planted-value-8")) });
            var kept = new Thing(
                "inside",
                new ThingArgs { Anything = new Dictionary<string, object?> { ["list"] = new object?[] { new StringAsset("deep") } } }
            );
            return new Dictionary<string, object?> { ["asset"] = new StringAsset("as an output"), ["back"] = kept.Anything };
        });
}
