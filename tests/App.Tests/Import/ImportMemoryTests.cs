using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.Photos;
using PmCrm.LocalServers;
using Names = PmCrm.Contract.AppVariables;

namespace PmCrm.App.Tests.Import;

/// <summary>The memory that a hostile upload costs the process that reads it, measured in a separate process.</summary>
public sealed class ImportMemoryTests(AppFixture app, Servers servers) : IClassFixture<AppFixture>
{
    private const int UploadBytes = 15_000_000;
    private const long AllowedBytes = 100L * 1024 * 1024;

    /// <summary>Ends a test that would never end. It is not a performance limit: the machine may be busy.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task No_upload_of_fifteen_megabytes_takes_a_hundred_megabytes_of_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak of a process's memory is read from /proc");
        var person = await app.NewPerson();
        var variables = TestEnvironment.Variables(app.DatabaseUrl + "?connection_limit=5", servers.Redis.Url);
        var port = ChildProcess.FreePort();
        variables[Names.Port] = port.ToString(CultureInfo.InvariantCulture);
        variables[Names.LogLevel] = "info";
        variables["DOTNET_gcConcurrent"] = "0";
        // There is a place for photos, so pictures are read.
        foreach (var (name, value) in app.Storage.Variables)
            variables[name] = value;
        await using var backend = new RunningApp(
            await ChildProcess.Start(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "pmcrm.dll"), "backend"],
                "Now listening on",
                variables
            ),
            port
        );
        using var client = new HttpClient { BaseAddress = backend.Client.BaseAddress, Timeout = Timeout };
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        // Ordinary uploads compile code and fill pools first: that memory stays allocated when idle, too.
        foreach (
            var (type, ordinary) in new[]
            {
                ("text/csv", "name,email\nAnna,a@example.com\n"),
                ("text/vcard", Card("FN:Anna\nEMAIL:a@example.com\n")),
            }
        )
            for (var i = 0; i < 5; i++)
                await Upload(client, type, ordinary);
        var idle = ProcessMemory.Resident(backend.Process.Id);
        var report = new StringBuilder();

        foreach (var (name, type, file, expected) in Bombs())
        {
            ProcessMemory.ResetPeak(backend.Process.Id);
            var start = Stopwatch.GetTimestamp();
            var (status, text) = await Upload(client, type, file);
            var above = ProcessMemory.Peak(backend.Process.Id) - idle;
            report.AppendLine(
                CultureInfo.InvariantCulture,
                $"{name}: {status} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {above / 1024 / 1024} MiB above idle"
            );

            Assert.True(status == expected, $"{name}: {status} {text[..Math.Min(300, text.Length)]}");
            Assert.True(above <= AllowedBytes, $"{report}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
    }

    private static IEnumerable<(string Name, string Type, string File, int Status)> Bombs()
    {
        yield return (
            "quoted-printable continued for millions of lines",
            "text/vcard",
            Card("FN:Anna\nNOTE;ENCODING=QUOTED-PRINTABLE:" + Repeat("=\n", UploadBytes) + "\n"),
            201
        );
        yield return (
            "quoted-printable continued with text",
            "text/vcard",
            Card("FN:Anna\nNOTE;ENCODING=QUOTED-PRINTABLE:" + Repeat("abcdefghijklmnop=\n", UploadBytes) + "\n"),
            201
        );
        yield return ("millions of junk lines in a card", "text/vcard", Card("FN:Anna\n" + Repeat("x\n", UploadBytes)), 201);
        yield return ("millions of e-mail addresses in a card", "text/vcard", Card("FN:Anna\n" + Repeat("EMAIL:a\n", UploadBytes)), 201);
        yield return ("millions of notes in a card", "text/vcard", Card("FN:Anna\n" + Repeat("NOTE:abcdefghijkl\n", UploadBytes)), 201);
        yield return (
            "a million properties of different names",
            "text/vcard",
            Card("FN:Anna\n" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"X-{i}:y\n"))),
            201
        );
        yield return ("a million parameters", "text/vcard", Card("FN:Anna\nNOTE" + Repeat(";A=b", UploadBytes) + ":x\n"), 201);
        yield return (
            "lists of commas",
            "text/vcard",
            Card("FN:Anna\n" + Repeat("CATEGORIES:" + new string(',', 200_000) + "\n", UploadBytes)),
            201
        );
        yield return ("one line without an end", "text/vcard", Card("FN:Anna\nNOTE:" + Repeat("x", UploadBytes) + "\n"), 201);
        yield return ("empty lines", "text/vcard", Repeat("\n", UploadBytes) + Card("FN:Anna\n"), 201);
        yield return ("folded for millions of lines", "text/vcard", Card("FN:Anna\nNOTE:x\n" + Repeat(" \n", UploadBytes)), 201);
        yield return (
            "ten thousand cards, each with errors",
            "text/vcard",
            string.Concat(Enumerable.Range(0, 10_000).Select(i => Card("FN:A\n" + Repeat("TEL:x\n", 1_400)))),
            201
        );
        yield return (
            "ten thousand cards with pictures",
            "text/vcard",
            string.Concat(Enumerable.Range(0, 10_000).Select(i => Card($"FN:A {i}\nPHOTO;ENCODING=b:{Picture(1_000)}\n"))),
            201
        );
        yield return (
            "pictures of the largest size",
            "text/vcard",
            string.Concat(Enumerable.Range(0, 10).Select(i => Card($"FN:A {i}\nPHOTO;ENCODING=b:{Picture(ImportLimits.PhotoBytes)}\n"))),
            201
        );
        yield return (
            "pictures that are too large",
            "text/vcard",
            Card("FN:A\n" + Repeat($"PHOTO;ENCODING=b:{Picture(2 * ImportLimits.PhotoBytes)}\n", UploadBytes)),
            201
        );
        yield return (
            "a folded picture of the whole file",
            "text/vcard",
            Card("FN:A\nPHOTO;ENCODING=b:" + Repeat(" " + new string('A', 76) + "\n", UploadBytes)),
            201
        );
        yield return (
            "two thousand columns",
            "text/csv",
            "name," + string.Join(',', Enumerable.Repeat("phone", 2_000)) + "\n" + Repeat("1,", UploadBytes),
            422
        );
        yield return (
            "five hundred columns of errors",
            "text/csv",
            "name,"
                + string.Join(',', Enumerable.Repeat("phone", 499))
                + "\n"
                + Repeat("A," + string.Join(',', Enumerable.Repeat("x", 499)) + "\n", UploadBytes),
            422
        );
        yield return (
            "errors in every row",
            "text/csv",
            "name,email\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"A,{Repeat("x;", 1_480)}\n")),
            201
        );
        yield return (
            "ten thousand large rows",
            "text/csv",
            "name,notes\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"Person {i},{new string('é', 700)}\n")),
            201
        );
        yield return ("empty rows", "text/csv", "name\nAnna\n" + Repeat("\n", UploadBytes), 201);
        yield return ("a quote that never closes", "text/csv", "name\n\"" + Repeat("x\n", UploadBytes), 422);
        yield return ("quotes everywhere", "text/csv", "name\n" + Repeat("a\"b\n", UploadBytes), 422);
        yield return (
            "one field of separators",
            "text/csv",
            "name,tags\nAnna,\"" + Repeat(";", 250_000) + "\"\n" + Repeat("\n", 14_000_000),
            201
        );
    }

    private static string Picture(int bytes)
    {
        var small = TestImages.Jpeg(8, 6);
        return Convert.ToBase64String([.. small[..^2], .. new byte[bytes - small.Length], .. small[^2..]]);
    }

    private static string Card(string lines) => $"BEGIN:VCARD\nVERSION:4.0\n{lines}END:VCARD\n";

    private static string Repeat(string text, int bytes) =>
        new StringBuilder().Insert(0, text, Math.Max(1, bytes / text.Length)).ToString();

    private static async Task<(int Status, string Text)> Upload(HttpClient client, string type, string file)
    {
        using var content = new StringContent(file, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
