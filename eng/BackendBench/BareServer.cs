using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace PmCrm.Bench.Backend;

/// <summary>
/// The baseline: the statements of four operations through bare Npgsql on bare Kestrel, without routing, authentication or validation.
/// </summary>
internal static class BareServer
{
    private const string TagNames = """
        array(select t.name from contact_tags ct join tags t on t.owner_id = ct.owner_id and t.id = ct.tag_id
              where ct.owner_id = c.owner_id and ct.contact_id = c.id order by lower(t.name))
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
        select id, owner_id, contact_id, kind, occurred_at, summary, body, private_body_cipher, duration_minutes, version, created_at, updated_at
        from interactions where owner_id = $1 and contact_id = $2 order by occurred_at desc, id desc limit 101
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
        while (await reader.ReadAsync(context.RequestAborted))
        {
            json.WriteStartObject();
            json.WriteString("id", reader.GetGuid(0));
            json.WriteString("name", reader.GetString(1));
            json.WriteStartArray("emails");
            foreach (var email in reader.GetFieldValue<string[]>(2))
                json.WriteStringValue(email);
            json.WriteEndArray();
            json.WriteString("company", reader.IsDBNull(3) ? null : reader.GetString(3));
            json.WriteEndObject();
        }
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
