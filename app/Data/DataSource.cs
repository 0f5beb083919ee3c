using Npgsql;
using PmCrm.App.Configuration;

namespace PmCrm.App.Data;

/// <summary>Builds connection pools with only those parts of the driver that the code uses, which keeps the binary small.</summary>
public static class DataSource
{
    public static NpgsqlDataSource Create(PostgresUrl url, ILoggerFactory? logging = null)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(url.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableArrays();
        if (logging is not null)
            builder.UseLoggerFactory(logging);
        return builder.Build();
    }
}
