using CsCheck;
using Npgsql;
using PmCrm.App.Configuration;

namespace PmCrm.App.Tests.Configuration;

public sealed class UrlTests
{
    [Fact]
    public void A_database_url_gives_every_part_to_the_driver()
    {
        var builder = Driver(
            "postgresql://user:p%40ss%2Fword@db.example:6543/crm?sslmode=require&application_name=job&connection_limit=7&connect_timeout=9"
        );

        Assert.Equal("db.example", builder.Host);
        Assert.Equal(6543, builder.Port);
        Assert.Equal("user", builder.Username);
        Assert.Equal("p@ss/word", builder.Password);
        Assert.Equal("crm", builder.Database);
        Assert.Equal(SslMode.Require, builder.SslMode);
        Assert.Equal("job", builder.ApplicationName);
        Assert.Equal(7, builder.MaxPoolSize);
        Assert.Equal(9, builder.Timeout);
    }

    [Fact]
    public void With_a_pooler_no_state_is_kept_on_a_connection()
    {
        var direct = new NpgsqlConnectionStringBuilder(PostgresUrl.Parse("postgresql://u@h/d?pgbouncer=false").ConnectionString);
        var pooled = new NpgsqlConnectionStringBuilder(PostgresUrl.Parse("postgresql://u@h/d?pgbouncer=true").ConnectionString);

        Assert.True(direct is { MaxAutoPrepare: > 0, NoResetOnClose: false });
        Assert.True(pooled is { MaxAutoPrepare: 0, NoResetOnClose: true });
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void Every_sslmode_of_libpq_is_understood(string text, SslMode mode) =>
        Assert.Equal(mode, Driver($"postgres://u@h/d?sslmode={text}").SslMode);

    [Fact]
    public void The_authority_to_verify_against_is_a_file()
    {
        var file = Path.GetTempFileName();

        Assert.Equal(file, Driver($"postgresql://u@h/d?sslmode=verify-ca&sslrootcert={Uri.EscapeDataString(file)}").RootCertificate);
        File.Delete(file);
        Assert.Throws<FormatException>(() => PostgresUrl.Parse($"postgresql://u@h/d?sslrootcert={file}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("h/d")]
    [InlineData("mysql://u@h/d")]
    [InlineData("postgresql:///d")]
    [InlineData("postgresql://h/d")]
    [InlineData("postgresql://u@h")]
    [InlineData("postgresql://u@h/d?sslmode=maybe")]
    [InlineData("postgresql://u@h/d?sslmodes=require")]
    [InlineData("postgresql://u@h/d?connection_limit=0")]
    [InlineData("postgresql://u@h/d?pgbouncer=maybe")]
    public void A_database_url_that_is_not_understood_is_refused(string url) =>
        Assert.Throws<FormatException>(() => PostgresUrl.Parse(url));

    [Fact]
    public void Any_password_is_preserved_in_a_database_url() =>
        Gen.String[Gen.Char[' ', '~'], 1, 40]
            .Sample(password => Assert.Equal(password, Driver($"postgresql://u:{Uri.EscapeDataString(password)}@h/d").Password));

    [Fact]
    public void A_cache_url_gives_every_part_to_the_driver()
    {
        var configuration = RedisUrl.Parse("redis://default:p%3Ass@cache.example:6380/3").Configuration;

        Assert.Equal("Unspecified/cache.example:6380", configuration.EndPoints[0].ToString());
        Assert.Equal("default", configuration.User);
        Assert.Equal("p:ss", configuration.Password);
        Assert.Equal(3, configuration.DefaultDatabase);
        Assert.False(configuration.Ssl);
    }

    [Fact]
    public void A_rediss_url_means_tls() => Assert.True(RedisUrl.Parse("rediss://:secret@cache.example").Configuration.Ssl);

    [Theory]
    [InlineData("cache:6379")]
    [InlineData("http://cache")]
    [InlineData("redis://cache/x")]
    [InlineData("redis://cache?sslmode=verify-ca")]
    [InlineData("rediss://cache?sslmode=none")]
    [InlineData("rediss://cache?sslrootcert=/nowhere")]
    public void A_cache_url_that_is_not_understood_is_refused(string url) => Assert.Throws<FormatException>(() => RedisUrl.Parse(url));

    private static NpgsqlConnectionStringBuilder Driver(string url) => new(PostgresUrl.Parse(url).ConnectionString);
}
