using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace PmCrm.App.Data;

/// <summary>
/// A statement with its parameters, written as an interpolated string: every hole becomes a parameter, so a value can never become
/// part of the statement. A hole that is itself <see cref="Sql"/> is spliced in, parameters and all.
/// </summary>
/// <example><code>db.Query($"select name from contacts where owner_id = {owner} and id = {id}", row => row.GetString(0), stop)</code></example>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly StringBuilder text;

    public Sql(int literalLength, int formattedCount)
    {
        text = new StringBuilder(literalLength + 4 * formattedCount);
        Parameters = new List<NpgsqlParameter>(formattedCount);
    }

    internal string Text => text.ToString();

    internal List<NpgsqlParameter> Parameters { get; }

    /// <summary>Nothing: for a condition that does not apply.</summary>
    public static Sql Empty => new(0, 0);

    /// <summary>A statement, or part of one, to pass around.</summary>
    public static Sql Of(Sql sql) => sql;

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Guid value) => Add(value, NpgsqlDbType.Uuid);

    public void AppendFormatted(Guid? value) => AddNullable(value, NpgsqlDbType.Uuid);

    public void AppendFormatted(string? value) => AddReference(value, NpgsqlDbType.Text);

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

    public void AppendFormatted(string[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Text);


    public void AppendFormatted(Guid[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public void AppendFormatted(long[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public void AppendFormatted(int[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public void AppendFormatted(byte[]?[] value) => Add(value, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public void AppendFormatted(Sql part)
    {
        // The part counts its parameters from one; here they come after those that we have.
        var offset = Parameters.Count;
        foreach (var piece in part.Renumbered(offset)) text.Append(piece);
        Parameters.AddRange(part.Parameters);
    }


    private string[] Renumbered(int offset)
    {
        if (offset == 0 || Parameters.Count == 0) return [Text];
        // Every $n in the text was put there by this class: our statements contain no other dollar sign outside dollar quoting.
        var pieces = Text.Split('$');
        for (var i = 1; i < pieces.Length; i++)
        {
            var digits = pieces[i].AsSpan().IndexOfAnyExceptInRange('0', '9');
            if (digits < 0) digits = pieces[i].Length;
            pieces[i] = string.Concat("$", (int.Parse(pieces[i].AsSpan(0, digits), provider: null) + offset).ToString(provider: null), pieces[i].AsSpan(digits));
        }
        return pieces;
    }

    private void Add<T>(T value, NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        text.Append('$').Append(Parameters.Count);
    }

    private void AddNullable<T>(T? value, NpgsqlDbType type) where T : struct
    {
        if (value is { } present) Add(present, type);
        else AddNull(type);
    }

    private void AddReference<T>(T? value, NpgsqlDbType type) where T : class
    {
        if (value is not null) Add(value, type);
        else AddNull(type);
    }

    private void AddNull(NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        text.Append('$').Append(Parameters.Count);
    }
}
