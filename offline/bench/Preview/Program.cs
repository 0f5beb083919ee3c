using System.Globalization;
using System.Reflection;
using PmCrm.Preview.Bench;

// Ratios within one run, so that they mean the same on every machine. Every round takes each measurement once, in turn, so that a load
// peak of the machine affects all of them; the result is the median of the rounds.
var rounds = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 7;
using var synthetic = SyntheticProject.Create(Metadata("SyntheticProgram"));

// What `make preview` runs, as eng/build-preview says.
var preview = Environment.GetEnvironmentVariable("PREVIEW_PROGRAM") is { Length: > 0 } program ? program : Metadata("Preview");
var measurements = new Measurement[]
{
    new("empty console program", Metadata("Empty")),
    new("preview show production", preview, "show", "production", "--no-build", "--project", Metadata("Repository")),
    new("graph of production", preview, "graph", "production", "--format", "svg", "--no-build", "--project", Metadata("Repository")),
    new("report of production", preview, "report", "production", "--no-build", "--project", Metadata("Repository")),
    new("policy of production", preview, "policy", "production", "--no-build", "--project", Metadata("Repository")),
    new("cost of production", preview, "cost", "production", "--no-build", "--project", Metadata("Repository")),
    new("preview of 100 resources", preview, "show", "of-100", "--no-build", "--project", synthetic.Root),
    new("preview of 1000 resources", preview, "show", "of-1000", "--no-build", "--project", synthetic.Root),
    // The first run, which is not timed, builds the base and keeps it.
    new("diff, both builds kept", preview, "diff", "production", "--base", "HEAD", "--no-build", "--project", Metadata("Repository")),
};

// The first run of each fills caches and is not counted.
foreach (var measurement in measurements)
    measurement.Run(record: false);
for (var round = 0; round < rounds; round++)
    foreach (var measurement in measurements)
        measurement.Run(record: true);

foreach (var measurement in measurements)
    Console.WriteLine($"{measurement.Name, -28} {measurement.MedianSeconds, 7:0.000} s   {measurement.PeakMiB, 5:0} MiB");
Console.WriteLine();
var verdicts = new[]
{
    // 17 where 100 small resources take 11; a production of 208 resources, before this one of 260, took 15 in the same run.
    Verdict("production / empty program", Seconds(1) / Seconds(0), 20, "x"),
    Verdict("graph and report add", (Seconds(2) + Seconds(3)) / Seconds(1) - 2, 0.3, "x"),
    Verdict("policy and cost add", (Seconds(4) + Seconds(5)) / Seconds(1) - 2, 0.3, "x"),
    Verdict("diff / preview", Seconds(8) / Seconds(1), 2.2, "x"),
    Verdict("1000 / 100 resources", Seconds(7) / Seconds(6), 3, "x"),
    Verdict("memory at 1000 resources", measurements[7].PeakMiB, 300, " MiB"),
};
return verdicts.All(good => good) ? 0 : 1;

double Seconds(int measurement) => measurements[measurement].MedianSeconds;

static bool Verdict(string name, double value, double limit, string unit)
{
    var good = value <= limit;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{name, -28} {value, 7:0.0}{unit}   at most {limit}{unit}   {(good ? "ok" : "MISSED")}"
        )
    );
    return good;
}

static string Metadata(string key) =>
    typeof(Measurement).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
