using PmCrm.Samples;

var name = Environment.GetEnvironmentVariable("SAMPLE");
if (name is not null && SamplePrograms.ByName.TryGetValue(name, out var run))
    return await run();

var names = string.Join('\n', SamplePrograms.ByName.Keys.Order(StringComparer.Ordinal));
if (name == "list")
{
    Console.WriteLine(names);
    return 0;
}

Console.Error.WriteLine($"SAMPLE is '{name}'; accepted: list, or one of\n{names}");
return 2;
