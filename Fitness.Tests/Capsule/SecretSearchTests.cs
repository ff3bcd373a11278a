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
}
