using System.Text;
using PmCrm.App.Logging;

namespace PmCrm.App.Tests.Logging;

public sealed class JsonLinesTests
{
    /// <summary>Fewer than the queue's capacity, so that none may be dropped.</summary>
    private const int Count = 5000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_logged_before_shutdown_is_written_in_order(bool asynchronously)
    {
        using var output = new MemoryStream();
        var lines = new JsonLines(output);
        for (var i = 0; i < Count; i++)
        {
            lines.Add(Encoding.UTF8.GetBytes($"{i}"));
            // Some lines arrive while the writer is writing, others while it is idle.
            if (i == Count / 2)
                await Task.Yield();
        }

        if (asynchronously)
            await lines.DisposeAsync();
        else
            lines.Dispose();

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n'));
    }
}
