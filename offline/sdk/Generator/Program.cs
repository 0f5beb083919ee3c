using PmCrm.Sdk.Generator;

if (args is not [var schema, var overrides, var rootNamespace, var target, "standin" or "official"])
{
    Console.Error.WriteLine("usage: Generator <slice.json> <overrides folder> <root namespace> <file to write> standin|official");
    return 2;
}

try
{
    File.WriteAllText(
        target,
        Package.Write(Slice.Read(schema), Overrides.Load(overrides), rootNamespace, forStandin: args[4] == "standin")
    );
    return 0;
}
catch (Exception error) when (error is FormatException or IOException)
{
    // The format that MSBuild shows as a build error.
    Console.Error.WriteLine($"{schema} : error SDK0001: {error.Message}");
    return 1;
}
