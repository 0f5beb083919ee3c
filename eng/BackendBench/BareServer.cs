using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PmCrm.Bench.Backend;

/// <summary>
/// The bar: the SQL statements of four operations through bare Npgsql on bare Kestrel, without routing, authentication or validation. Its
/// responses have the same fields as the backend's.
/// </summary>
internal static class BareServer
{
    private const int PageSize = 20;

    private const string TagNames = """
        array(select t.name from (
                  select (select t.name from tags t where t.owner_id = ct.owner_id and t.id = ct.tag_id) as name
                  from contact_tags ct where ct.owner_id = c.owner_id and ct.contact_id = c.id offset 0) as t
              order by lower(t.name))
        """;

    private const string GetSql = $"""
        select c.id, c.name, c.emails, c.company, c.job_title, c.birthday, c.notes, c.phones_cipher, c.addresses_cipher, c.private_notes_cipher,
        c.last_interaction_at, c.version, c.created_at, c.updated_at, {TagNames},
        c.nickname, c.department, c.details::text, c.custom_fields_cipher, c.external_id
        from contacts c where c.owner_id = $1 and c.id = $2 and c.deleted_at is null
        """;

    private const string ListSql = $"""
        select c.id, c.name, c.emails, c.company, c.job_title, {TagNames}, c.last_interaction_at, c.created_at, c.updated_at,
            c.deleted_at, c.version, c.sort_name
        from contacts c where c.owner_id = $1 and c.deleted_at is null order by c.sort_name, c.id limit 21
        """;

    private const string ThereSql = "select exists (select from contacts where owner_id = $1 and id = $2 and deleted_at is null)";

    private const string InteractionsSql = """
        select i.id, i.owner_id, i.contact_id, i.kind, i.occurred_at, i.summary, i.body, i.private_body_cipher, i.duration_minutes, i.version,
        i.created_at, i.updated_at, array(
            select c.id from (
                select p.contact_id as id, p.place, (
                    select c.name from contacts c
                    where c.owner_id = i.owner_id and c.id = p.contact_id and c.deleted_at is null) as name
                from (select i.contact_id, 0 as place union all
                      select x.contact_id, 1 from interaction_contacts x
                      where x.owner_id = i.owner_id and x.interaction_id = i.id) p offset 0) as c
            where c.name is not null order by c.place, c.id)
        from interactions i
        where i.owner_id = $1 and (i.contact_id = $2 or i.id = any(array(
            select x.interaction_id from interaction_contacts x where x.owner_id = $1 and x.contact_id = $2)))
        order by i.occurred_at desc, i.id desc limit 101
        """;

    private const string PostSql = """
        insert into contacts (id, owner_id, name, emails, company) values ($1, $2, $3, $4, $5) returning version, created_at
        """;

    public static async Task Run(string connectionString, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        await using var source = new NpgsqlSlimDataSourceBuilder(connectionString).EnableArrays().Build();
        await using var app = builder.Build();
        app.Run(context => Answer(context, source));
        await app.StartAsync();
        Console.WriteLine("Now listening on");
        await app.WaitForShutdownAsync();
    }

    /// <summary>The paths are /get/OWNER/ID, /list/OWNER, /interactions/OWNER/CONTACT, and POST /post/OWNER.</summary>
    private static Task Answer(HttpContext context, NpgsqlDataSource source)
    {
        var parts = context.Request.Path.Value!.Split('/');
        var owner = Guid.Parse(parts[2]);
        return parts[1] switch
        {
            "get" => Read(context, source.CreateCommand(GetSql), owner, Guid.Parse(parts[3])),
            "list" => Read(context, source.CreateCommand(ListSql), owner, null),
            "interactions" => ReadInteractions(context, source, owner, Guid.Parse(parts[3])),
            _ => Post(context, source.CreateCommand(PostSql), owner),
        };
    }

    private static async Task Read(HttpContext context, NpgsqlCommand command, Guid owner, Guid? id)
    {
        await using var disposed = command;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        if (id is { } value)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = value });
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartArray();
        for (var row = 0; row < PageSize && await reader.ReadAsync(context.RequestAborted); row++)
        {
            json.WriteStartObject();
            json.WriteString("id", reader.GetGuid(0));
            json.WriteString("name", reader.GetString(1));
            WriteTexts(json, "emails", reader, 2);
            WriteText(json, "company", reader, 3);
            WriteText(json, "jobTitle", reader, 4);
            if (id is null)
                WriteRestOfSummary(json, reader);
            else
                WriteRestOfContact(json, reader);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRestOfSummary(Utf8JsonWriter json, NpgsqlDataReader reader)
    {
        WriteTexts(json, "tags", reader, 5);
        WriteTime(json, "lastInteractionAt", reader, 6);
        WriteTime(json, "createdAt", reader, 7);
        WriteTime(json, "updatedAt", reader, 8);
        WriteTime(json, "deletedAt", reader, 9);
        json.WriteNumber("etag", reader.GetInt64(10));
    }

    private static void WriteRestOfContact(Utf8JsonWriter json, NpgsqlDataReader reader)
    {
        WriteText(json, "notes", reader, 6);
        WriteTime(json, "lastInteractionAt", reader, 10);
        WriteTime(json, "createdAt", reader, 12);
        WriteTime(json, "updatedAt", reader, 13);
        WriteTexts(json, "tags", reader, 14);
        WriteText(json, "nickname", reader, 15);
        WriteText(json, "department", reader, 16);
        WriteText(json, "details", reader, 17);
        WriteText(json, "externalId", reader, 19);
    }

    private static void WriteText(Utf8JsonWriter json, string name, NpgsqlDataReader reader, int column) =>
        json.WriteString(name, reader.IsDBNull(column) ? null : reader.GetString(column));

    private static void WriteTime(Utf8JsonWriter json, string name, NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            json.WriteNull(name);
        else
            json.WriteString(name, reader.GetDateTime(column));
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, NpgsqlDataReader reader, int column)
    {
        json.WriteStartArray(name);
        foreach (var text in reader.GetFieldValue<string[]>(column))
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static async Task ReadInteractions(HttpContext context, NpgsqlDataSource source, Guid owner, Guid contact)
    {
        await using var there = source.CreateCommand(ThereSql);
        await using var command = source.CreateCommand(InteractionsSql);
        foreach (var one in (NpgsqlCommand[])[there, command])
        {
            one.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
            one.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = contact });
        }
        await there.ExecuteScalarAsync(context.RequestAborted);
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartArray();
        for (var row = 0; row < 100 && await reader.ReadAsync(context.RequestAborted); row++)
        {
            json.WriteStartObject();
            json.WriteString("id", reader.GetGuid(0));
            json.WriteString("contactId", reader.GetGuid(2));
            json.WriteString("kind", reader.GetString(3));
            json.WriteString("occurredAt", reader.GetDateTime(4));
            json.WriteString("summary", reader.GetString(5));
            json.WriteString("body", reader.IsDBNull(6) ? null : reader.GetString(6));
            json.WriteNull("durationMinutes");
            json.WriteBoolean("private", !reader.IsDBNull(7));
            json.WriteString("createdAt", reader.GetDateTime(10));
            json.WriteString("updatedAt", reader.GetDateTime(11));
            json.WriteStartArray("otherContactIds");
            foreach (var other in reader.GetFieldValue<Guid[]>(12).Skip(1))
                json.WriteStringValue(other);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static async Task Post(HttpContext context, NpgsqlCommand command, Guid owner)
    {
        await using var disposed = command;
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var id = Guid.CreateVersion7();
        var emails = body.RootElement.GetProperty("emails").EnumerateArray().Select(email => email.GetString()!).ToArray();
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = owner });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = body.RootElement.GetProperty("name").GetString()! });
        command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = emails, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = body.RootElement.GetProperty("company").GetString()! });
        await command.ExecuteNonQueryAsync(context.RequestAborted);
        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteEndObject();
    }
}
