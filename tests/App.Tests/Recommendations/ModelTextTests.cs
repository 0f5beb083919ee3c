using System.Text.Json.Nodes;
using CsCheck;
using PmCrm.App.Features.Recommendations;

namespace PmCrm.App.Tests.Recommendations;

/// <summary>A model's answer is untrusted text: it is reduced to a short plain sentence.</summary>
public sealed class ModelTextTests
{
    [Fact]
    public void A_sentence_is_kept_on_one_line() =>
        Assert.Equal(
            ["It has been a while: ask Anna how the move to Ærø went!", null],
            ModelText.Read("""{"texts":[{"number":1,"text":" It has been a while:\n ask Anna how the move to Ærø went! "}]}""", 2)
        );

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("See [this](x)")]
    [InlineData("Read https://evil.example/now")]
    [InlineData("Go to www.evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("Write to a@evil.example")]
    [InlineData("**Pay now**")]
    [InlineData("`rm -rf`")]
    [InlineData("Turned \u202e txet")]
    [InlineData("Hidden\u200b word")]
    [InlineData("Zero \0 byte")]
    [InlineData("")]
    [InlineData("   ")]
    public void Text_that_may_be_more_than_a_sentence_is_discarded(string text) => Assert.Null(ModelText.Clean(text));

    [Fact]
    public void Long_text_is_discarded()
    {
        Assert.NotNull(ModelText.Clean(new string('a', ModelText.MaxLength)));
        Assert.Null(ModelText.Clean(new string('a', ModelText.MaxLength + 1)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"texts":{}}""")]
    [InlineData("""{"texts":[1]}""")]
    [InlineData("""{"texts":[{"number":"1","text":"a"}]}""")]
    [InlineData("""{"texts":[{"number":1,"text":{"a":1}}]}""")]
    [InlineData("""{"texts":[{"number":0,"text":"a"},{"number":3,"text":"b"},{"number":99999999999,"text":"c"}]}""")]
    [InlineData("""{"texts":[[[[[[[[[[]]]]]]]]]]}""")]
    public void An_answer_in_another_format_gives_no_text(string answer) => Assert.Equal([null, null], ModelText.Read(answer, 2));

    [Fact]
    public void Text_kept_from_a_models_answer_is_always_plain() =>
        Gen.String.Sample(text =>
        {
            var answer = new JsonObject { ["texts"] = new JsonArray(new JsonObject { ["number"] = 1, ["text"] = text }) };
            var kept = ModelText.Read(answer.ToJsonString(), 1)[0];
            Assert.True(kept is null || (kept.Length <= ModelText.MaxLength && kept.IndexOfAny(['<', '>', '[', '`', '\n']) < 0));
        });
}
