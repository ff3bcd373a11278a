using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Fitness.Tests.Layout;

public sealed class EventIdTests
{
    private const int Largest = 99;

    [Fact]
    public void Every_log_message_has_a_small_number_of_its_own()
    {
        var messages = (
            from type in typeof(Program).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            select (message.EventId, Name: $"{type.Name}.{method.Name}")
        ).ToList();
        Assert.NotEmpty(messages);
        // Without a number, the generator makes one of the method's name, which a new name changes.
        Assert.DoesNotContain(messages, message => message.EventId is < 1 or > Largest);
        Assert.Empty(
            messages
                .GroupBy(message => message.EventId)
                .Where(same => same.Count() > 1)
                .Select(same => string.Join(", ", same.Select(message => message.Name)))
        );
    }
}
