using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.Tests.Fixtures;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PmCrm.App.Tests.Http;

public sealed class AnswerTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_small_answer_waits_for_its_end()
    {
        var sent = new Pipe();
        var context = Context(sent);

        await new OneSend(answer => Write(answer, 1000)).Invoke(context);

        Assert.False(sent.Reader.TryRead(out _));
        Assert.Equal(1000, sent.Writer.UnflushedBytes);
    }

    [Fact]
    public async Task A_large_answer_leaves_as_it_is_written()
    {
        var sent = new Pipe(new PipeOptions(pauseWriterThreshold: 0));

        await new OneSend(answer => Write(answer, 100_000)).Invoke(Context(sent));

        Assert.True(sent.Reader.TryRead(out var read));
        Assert.Equal(100_000, read.Buffer.Length);
    }

    [Fact]
    public async Task An_answer_that_says_that_it_is_a_stream_is_not_held_back()
    {
        var sent = new Pipe();

        await new OneSend(answer =>
        {
            answer.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            return Write(answer, 10);
        }).Invoke(Context(sent));

        Assert.True(sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_page_is_written_as_the_framework_would_write_it()
    {
        var options = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var page = new Page<ContactSummary>(
            [
                new() { Id = Guid.Empty, Name = "Jürgen <\"&'> 日本 🙂", Emails = ["a@example.com"], Tags = [], CreatedAt = time, UpdatedAt = time, Etag = "\"1\"" },
                new() { Id = Guid.Empty, Name = "B", Emails = [], Company = "C", Tags = ["t"], LastInteractionAt = time, CreatedAt = time, UpdatedAt = time, Etag = "" },
            ],
            "next");
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        await new JsonPage<ContactSummary>(page, ContactJson.Default.PageContactSummary).ExecuteAsync(context);

        Assert.Equal(JsonSerializer.Serialize(page, options), Encoding.UTF8.GetString(body.ToArray()));
        Assert.Equal("application/json; charset=utf-8", context.Response.ContentType);
    }

    private static async Task Write(HttpContext context, int bytes)
    {
        context.Response.BodyWriter.GetSpan(bytes)[..bytes].Clear();
        context.Response.BodyWriter.Advance(bytes);
        await context.Response.BodyWriter.FlushAsync();
    }

    private static DefaultHttpContext Context(Pipe sent)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(sent.Writer));
        return context;
    }

    /// <summary>A server's end of an answer.</summary>
    private sealed class PipeBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => writer.CompleteAsync().AsTask();

        public void DisableBuffering() { }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
