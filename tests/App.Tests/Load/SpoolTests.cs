using System.Text;
using CsCheck;
using PmCrm.App.Load;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Load;

public sealed class SpoolTests
{
    [Fact]
    public void Writes_and_reads_of_any_size_give_the_same_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 90_000].Array[0, 4], Gen.Int[1, 70_000])
            .Sample(
                (writes, size) =>
                {
                    using var file = new Spool().Create("a");
                    foreach (var write in writes)
                        file.Write(write);
                    for (var time = 0; time < 2; time++)
                    {
                        file.Rewind();
                        using var read = new MemoryStream();
                        file.CopyTo(read, size);
                        Assert.Equal(writes.SelectMany(write => write), read.ToArray());
                    }
                    Assert.Equal(writes.Sum(write => write.Length), file.Length);
                },
                iter: 30
            );

    /// <summary>A file of another test may have its name for a moment; what keeps its name is found however long the test waits.</summary>
    [Fact]
    public async Task No_spooled_file_has_a_name_on_disk()
    {
        var before = Files();
        using var file = new Spool().Create("a");
        file.Write(Encoding.UTF8.GetBytes(new string('x', 200_000)));

        await Wait.Until("no new file has a name", () => Task.FromResult(Files().IsSubsetOf(before)), TimeSpan.FromSeconds(10));

        static HashSet<string> Files() => [.. Directory.GetFiles(Path.GetTempPath(), "pmcrm-*")];
    }

    [Fact]
    public void Files_are_bounded_one_by_one_together_and_by_user_and_what_is_disposed_of_is_free_again()
    {
        var spool = new Spool(maxBytes: 500_000, maxFileBytes: 300_000);
        var piece = new byte[200_000];
        for (var round = 0; round < 3; round++)
        {
            using var one = spool.Create("a");
            using var two = spool.Create("b");
            using var three = spool.Create("c");
            one.Write(piece);
            two.Write(piece);
            Assert.True(Assert.Throws<SpoolFullException>(() => one.Write(piece)).IsTooLarge);
            Assert.False(Assert.Throws<SpoolFullException>(() => three.Write(piece)).IsTooLarge);
        }

        var mine = Enumerable.Range(0, 4).Select(_ => spool.Create("a")).ToList();
        Assert.True(Assert.Throws<TooBusyException>(() => spool.Create("a")).IsCallersOwn);
        spool.Create("b").Dispose();
        mine.ForEach(file => file.Dispose());
        spool.Create("a").Dispose();
    }
}
