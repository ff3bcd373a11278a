using Fitness.Api.Features.Capsule.Report;
using Microsoft.Extensions.Configuration;

namespace Fitness.Tests.Capsule;

/// <summary>The actual values of secret settings are found, whatever they are.</summary>
public sealed class SecretSearchTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("=", "")]
    [InlineData("a=b,", "")]
    [InlineData("short", "")]
    [InlineData("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=", "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=")]
    [InlineData("x-api=0123456789abcdef,x-other=", "0123456789abcdef")]
    public void Each_of_them_is_counted(string value, string secret)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(SettingNames.ParityKey, value)]).Build();
        var found = 0;
        var text = new SecretSearch(configuration).Redact($"a {secret} b {secret} c", (_, _) =>
        {
            found++;
            return "X";
        });
        Assert.Equal(secret.Length == 0 ? ("a  b  c", 0) : ("a X b X c", 2), (text, found));
    }

    [Theory]
    [InlineData("""p/a+i"näpi-4711""")]
    [InlineData("""p/a+i\"näpi-4711""")]
    [InlineData("""p\/a+i"näpi-4711""")]
    [InlineData("""p/a\u002Bi\u0022n\u00E4pi-4711""")]
    [InlineData("""p/a\u002bi\u0022n\u00e4pi-4711""")]
    [InlineData("p%2Fa%2Bi%22n%C3%A4pi-4711")]
    [InlineData("p%2fa%2bi%22n%c3%a4pi-4711")]
    public void It_is_found_however_it_is_escaped(string form)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(SettingNames.ParityKey, """p/a+i"näpi-4711""")]).Build();
        Assert.Equal("a X.", new SecretSearch(configuration).Redact($"a {form}.", (_, _) => "X"));
    }

    [Theory]
    [InlineData("DB_PASS", true)]
    [InlineData("PGPASS", true)]
    [InlineData("REDIS_AUTH", true)]
    [InlineData("SIGNING_SALT", true)]
    [InlineData("DB_DSN", true)]
    [InlineData("CONN", true)]
    [InlineData("STRIPE_SK", true)]
    [InlineData("MY_CONNECTIONSTRING", true)]
    [InlineData("HOSTNAME", false)]
    [InlineData("AUTHOR", false)]
    [InlineData("AUTH_MODE", false)]
    [InlineData("BYPASS", false)]
    [InlineData("COMPASS_DIRECTION", false)]
    [InlineData("TASK_NAME", false)]
    public void Variables_are_secrets_by_their_names(string name, bool isSecret) =>
        Assert.Equal(isSecret, SecretPatterns.IsSecretName(name));
}
