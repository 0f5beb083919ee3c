using System.Buffers;

namespace PmCrm.App.Features.ContactFiles;

/// <summary>
/// Judges whether a text that was read as windows-1252 is one. In another code page the same bytes make words that no Western European
/// language has: in Cyrillic, Greek, Hebrew, Thai or East Asian text nearly all of them, in Polish those with ł, ą or ż (read as ³, ¹ and
/// ¿), in Czech those with ř or č beside another accent. A list of names is too short for the statistics of a browser's detector, so a
/// file is refused rather than guessed. The tables: https://encoding.spec.whatwg.org/#legacy-single-byte-encodings
/// </summary>
internal sealed class WesternText
{
    /// <summary>A longer run is judged by its beginning.</summary>
    private const int MaxWord = 64;

    /// <summary>Letters of windows-1252 beyond ASCII, in lower case.</summary>
    private const string Letters = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž";

    /// <summary>Beside words: quotes, dashes, currencies, units and marks.</summary>
    private const string Marks = "‘’“”„‚«»‹›–—…•·¿¡§©®™°ºª²€µ´¨†";

    /// <summary>Between two letters of a word. The acute accent is often typed for an apostrophe; Catalan has the middle dot.</summary>
    private const string Joiners = "’‘´–—·";

    private static readonly SearchValues<char> IcelandicVowels = SearchValues.Create("áéíóúæ");
    private static readonly SearchValues<char> NotBesideOSlash = SearchValues.Create("íáýéèìùšžò");
    private static readonly SearchValues<char> NotBesideGrave = SearchValues.Create("šžýáíæ");

    private readonly char[] word = new char[MaxWord];
    private int length;
    private int words,
        foreign,
        czech;
    private bool hasEthOrThorn,
        hasIcelandicVowel;

    /// <summary>Whether fewer than a tenth of the words with characters beyond ASCII are foreign to Western Europe.</summary>
    public bool IsLikely()
    {
        EndWord();
        // ş and ğ in Turkish, š and ž in Lithuanian are read as þ and ð, which only Icelandic and Faroese have, with vowels of their own.
        // Faroese also has ø beside accents, as Czech seems to.
        var all = foreign + (hasEthOrThorn ? 0 : czech);
        return (words == 0 || all * 10 < words) && (!hasEthOrThorn || hasIcelandicVowel);
    }

    /// <summary>Adds the next piece of the text; a word may continue in the next one.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c is '\u00A0' || (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c)))
                EndWord();
            else if (length < MaxWord)
                word[length++] = c;
    }

    private void EndWord()
    {
        var text = word.AsSpan(0, length).Trim(Marks);
        length = 0;
        if (System.Text.Ascii.IsValid(text))
            return;
        var (western, ascii, odd) = (0, 0, 0);
        var previous = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAscii(c))
                ascii += char.IsAsciiLetterOrDigit(c) ? 1 : 0;
            else if (Letters.Contains(char.ToLowerInvariant(c), StringComparison.Ordinal))
                western++;
            else
                odd += Joiners.Contains(c, StringComparison.Ordinal) ? 0 : 1;
            // A capital within a word, as MacRoman's ü (Ÿ) and é (Ž), and KOI8-R make.
            var isBeforeLower = i + 1 < text.Length && char.IsLower(text[i + 1]);
            if (!char.IsAscii(c) && char.IsUpper(c) && char.IsLetter(previous) && (char.IsLower(previous) || isBeforeLower))
                odd++;
            previous = c;
        }
        // A sign alone, such as ½.
        if (western + ascii == 0 && odd < 2)
            return;
        foreach (ref var c in text)
            c = char.ToLowerInvariant(c);
        words++;
        hasEthOrThorn |= text.ContainsAny('ð', 'þ');
        hasIcelandicVowel |= text.ContainsAny(IcelandicVowels);
        if (odd > 0 || (western >= 3 && western > ascii) || IsForeign(text))
            foreign++;
        else if (text.Contains('ø') && text.ContainsAny(NotBesideOSlash))
            czech++;
    }

    // Letters that no Western European language has in one word: č, ě, ů and ď read as è, ì, ù and ï; ć as æ; ő as õ; ş and ğ as þ and ð.
    private static bool IsForeign(ReadOnlySpan<char> word) =>
        (word.ContainsAny("èìùòï") && word.ContainsAny(NotBesideGrave))
        || word.Contains("iæ", StringComparison.Ordinal)
        || (word.Contains('õ') && word.ContainsAny("áéíóú"))
        || (word.ContainsAny('þ', 'ð') && word.ContainsAny("üç"))
        || word.Count('ý') > 1;
}
