using System.Text;
using PmCrm.App.Features.ContactFiles;

namespace PmCrm.App.Tests.ContactFiles;

/// <summary>Files in the code page of somebody's Windows, as Excel and Outlook save CSV. The values are names of towns.</summary>
public sealed class CodePageTests
{
    public static TheoryData<int, string, string> Others =>
        new()
        {
            { 1251, "Имя", "Москва,Санкт-Петербург,Нижний Новгород,Уфа" },
            { 1251, "name", "Київ,Львів,Запоріжжя" },
            { 20866, "Имя", "Москва,Санкт-Петербург,Нижний Новгород,Уфа" },
            { 866, "Имя", "Москва,Санкт-Петербург,Нижний Новгород,Уфа" },
            { 932, "名前", "東京,大阪,横浜" },
            { 932, "name", "さいたま,つくば,東京" },
            { 936, "姓名", "北京,上海,广州" },
            { 949, "이름", "서울,부산,대구" },
            { 950, "姓名", "臺北,高雄,臺中" },
            { 1250, "name", "Warszawa,Kraków,Łódź,Wrocław,Poznań,Gdańsk,Białystok,Toruń" },
            { 1250, "name", "Praha,Brno,Plzeň,Břeclav,Děčín,Příbram,Žďár nad Sázavou,České Budějovice,Hradec Králové,Ústí nad Labem" },
            { 1250, "name", "Poprad,Prešov,Topoľčany,Martin,Kežmarok,Trenčín" },
            { 1253, "Όνομα", "Αθήνα,Θεσσαλονίκη,Πάτρα" },
            { 1254, "name", "Ankara,Eskişehir,Muğla,Şanlıurfa,Kırşehir" },
            { 1255, "שם", "ירושלים,חיפה,אילת" },
            { 1256, "الاسم", "القاهرة,الرياض,عمان" },
            { 1257, "name", "Vilnius,Šiauliai,Panevėžys,Mažeikiai" },
            { 874, "ชื่อ", "กรุงเทพ,เชียงใหม่,ภูเก็ต" },
            { 10000, "name", "Köln,Düsseldorf,München,Orléans" },
        };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_table_in_a_code_page_of_another_region_is_refused_and_never_read_as_Western_European(
        int codePage,
        string header,
        string towns
    )
    {
        var file = CodePage(codePage).GetBytes($"{header},email,name\r\n" + string.Concat(towns.Split(',').Select(t => $"{t},,{t}\r\n")));

        var refused = await Assert.ThrowsAsync<ImportFileException>(async () =>
            await new CsvContactReader().Read(new MemoryStream(file), default).ToListAsync()
        );

        Assert.Contains("CSV UTF-8", refused.Message, StringComparison.Ordinal);
        Assert.Contains("charset=windows-1251", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Cards_in_a_code_page_of_another_region_are_refused_unless_each_property_names_it(
        int codePage,
        string header,
        string towns
    )
    {
        var names = towns.Split(',');
        var encoding = CodePage(codePage);

        await Assert.ThrowsAsync<ImportFileException>(() => Read(""));
        var rows = await Read($";CHARSET={encoding.WebName}");

        Assert.Equal(names, rows.Select(row => row.Contact!.Name));
        Assert.All(rows, row => Assert.Equal(header, row.Contact!.Notes));
        Assert.All(rows, row => Assert.Empty(row.Changes));

        async Task<List<ImportRow>> Read(string parameter)
        {
            var cards = names.Select(name =>
                $"BEGIN:VCARD\r\nVERSION:2.1\r\nFN{parameter}:{name}\r\nNOTE{parameter}:{header}\r\nEND:VCARD\r\n"
            );
            return await new VCardContactReader().Read(new MemoryStream(encoding.GetBytes(string.Concat(cards))), default).ToListAsync();
        }
    }

    /// <summary>A phone that encodes its own code page and does not say which: RFC 2045 would mean ASCII.</summary>
    [Fact]
    public async Task Quoted_printable_of_an_unknown_code_page_is_kept_as_it_is_and_reported()
    {
        const string Card = """
            BEGIN:VCARD
            VERSION:2.1
            FN:Anna
            ORG;ENCODING=QUOTED-PRINTABLE:=CC=EE=F1=EA=E2=E0
            TITLE;ENCODING=QUOTED-PRINTABLE:K=F6ln
            END:VCARD
            """;

        var row = Assert.Single(await new VCardContactReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(Card)), default).ToListAsync());

        Assert.Equal((null, "Köln"), (row.Contact!.Company, row.Contact.JobTitle));
        Assert.Equal("=CC=EE=F1=EA=E2=E0", Assert.Single(row.Contact.CustomFields).Value);
        Assert.Contains("CHARSET", Assert.Single(row.Changes).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Köln,München,Düsseldorf,Nürnberg,Straße 5,20 °C,§ 5,5 €,„Zürich“")]
    [InlineData("Orléans,Nîmes,Besançon,Saint-Étienne,Créteil,L’Haÿ-les-Roses,Œuilly,Ville « A »,Élève")]
    [InlineData("A Coruña,Cádiz,León,Málaga,¿Qué?,¡Olé!,Mª José,1º")]
    [InlineData("São Paulo,Brasília,Belém,Goiânia,Florianópolis,Camões,Póvoa")]
    [InlineData("Ålborg,Århus,Ærøskøbing,Rønne,Tromsø,Bodø,Ålesund,Øre")]
    [InlineData("Malmö,Göteborg,Västerås,Örebro,Åre")]
    [InlineData("Jyväskylä,Hämeenlinna,Äänekoski,Pyhäjärvi")]
    [InlineData("Þorlákshöfn,Ísafjörður,Garðabær,Seyðisfjörður,Siglufjörður,Þór,Mosfellsbær,Kópavogur")]
    [InlineData("Tórshavn,Klaksvík,Sørvágur,Fuglafjørður,Vágur")]
    [InlineData("Põltsamaa,Võru,Jõgeva,Pärnu,Tõrva,Jõhvi")]
    [InlineData("Forlì,Cefalù,Città,Caffè")]
    [InlineData("L’Hospitalet,Vil·la,València,Lleó")]
    [InlineData("Škoda,Žilina")]
    public async Task A_Western_European_table_in_windows_1252_is_read(string towns)
    {
        var names = towns.Split(',');
        var file = CodePage(1252).GetBytes("name,email\r\n" + string.Concat(names.Select(name => $"{name},\r\n")));
        var reader = new CsvContactReader();

        var rows = await reader.Read(new MemoryStream(file), default).ToListAsync();

        Assert.Equal(names, rows.Select(row => row.Contact!.Name));
        Assert.Equal("windows-1252", reader.Encoding);
    }

    private static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;
}
