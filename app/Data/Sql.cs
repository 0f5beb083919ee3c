using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace PmCrm.App.Data;

/// <summary>
/// A statement with its parameters, written as an interpolated string: every interpolated value becomes a parameter, so that it can never
/// become part of the statement. An interpolated <see cref="Sql"/> is inserted with its parameters.
/// </summary>
/// <example><code>db.Query($"select name from contacts where owner_id = {owner} and id = {id}", row => row.GetString(0),
/// stop)</code></example>
[InterpolatedStringHandler]
public sealed class Sql
{
    /// <summary>The literal parts, and null for each parameter.</summary>
    private readonly List<string?> pieces;

    public Sql(int literalLength, int formattedCount)
    {
        _ = literalLength;
        pieces = new List<string?>(2 * formattedCount + 1);
        Parameters = new List<NpgsqlParameter>(formattedCount);
    }

    internal string Text => SqlText.Of(CollectionsMarshal.AsSpan(pieces));

    internal List<NpgsqlParameter> Parameters { get; }

    /// <summary>An empty part, for a condition that does not apply.</summary>
    public static Sql Empty => new(0, 0);

    /// <summary>A statement, or part of one, as a value.</summary>
    public static Sql Of(Sql sql) => sql;

    public void AppendLiteral(string literal) => pieces.Add(literal);

    public void AppendFormatted(Guid value) => Add(value, NpgsqlDbType.Uuid);

    public void AppendFormatted(Guid? value) => AddNullable(value, NpgsqlDbType.Uuid);

    /// <exception cref="UnstorableTextException">
    /// The database cannot store the text. It is refused here before anything is sent: an encoder that fails in the middle of a message
    /// would leave the connection in an unknown state for the next request.
    /// </exception>
    public void AppendFormatted(string? value) => AddReference(value is null ? null : UnstorableText.Checked(value), NpgsqlDbType.Text);

    public void AppendFormatted(bool value) => Add(value, NpgsqlDbType.Boolean);

    public void AppendFormatted(short value) => Add(value, NpgsqlDbType.Smallint);

    public void AppendFormatted(int value) => Add(value, NpgsqlDbType.Integer);

    public void AppendFormatted(int? value) => AddNullable(value, NpgsqlDbType.Integer);

    public void AppendFormatted(long value) => Add(value, NpgsqlDbType.Bigint);

    public void AppendFormatted(double value) => Add(value, NpgsqlDbType.Double);

    public void AppendFormatted(DateTimeOffset value) => Add(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public void AppendFormatted(DateTimeOffset? value) => AddNullable(value?.UtcDateTime, NpgsqlDbType.TimestampTz);

    public void AppendFormatted(DateOnly value) => Add(value, NpgsqlDbType.Date);

    public void AppendFormatted(DateOnly? value) => AddNullable(value, NpgsqlDbType.Date);

    public void AppendFormatted(TimeSpan value) => Add(value, NpgsqlDbType.Interval);

    public void AppendFormatted(byte[]? value) => AddReference(value, NpgsqlDbType.Bytea);

    /// <inheritdoc cref="AppendFormatted(string?)"/>
    public void AppendFormatted(string[] value)
    {
        foreach (var text in value)
            UnstorableText.Checked(text);
        Add(value, NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    public void AppendFormatted(Guid[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public void AppendFormatted(long[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public void AppendFormatted(int[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public void AppendFormatted(byte[]?[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public void AppendFormatted(Sql part)
    {
        pieces.AddRange(part.pieces);
        Parameters.AddRange(part.Parameters);
    }

    private void Add<T>(T value, NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        pieces.Add(null);
    }

    private void AddNullable<T>(T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } present)
            Add(present, type);
        else
            AddNull(type);
    }

    private void AddReference<T>(T? value, NpgsqlDbType type)
        where T : class
    {
        if (value is not null)
            Add(value, type);
        else
            AddNull(type);
    }

    private void AddNull(NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        pieces.Add(null);
    }
}
