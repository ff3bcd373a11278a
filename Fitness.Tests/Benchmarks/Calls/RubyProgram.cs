using Fitness.Tests.Support;

namespace Fitness.Benchmarks.Calls;

/// <summary>The story's service: Ruby, Sinatra, Thin and the SDK of that time.</summary>
internal static class RubyProgram
{
    private const string Ruby = "ruby";

    /// <summary>What to do about what is missing; null if it can run.</summary>
    public static async Task<string?> FindMissingAsync() =>
        Docker.IsOnPath(Ruby)
        && (await Docker.RunProgramAsync(Ruby, "-e", "require 'sinatra/base'; require 'thin'; require 'aws-sdk'")).ExitCode == 0
            ? null
            : "The story's stack is left out: Ruby, Sinatra, Thin or the AWS SDK is missing. On Debian 12: apt-get install ruby ruby-sinatra thin ruby-aws-sdk";

    public static string[] Command(Uri address) =>
        [
            Ruby,
            Repository.PathOf("Fitness.Tests", "Benchmarks", "Ruby", "activity.rb"),
            "-e",
            "production",
            "-o",
            address.Host,
            "-p",
            $"{address.Port}",
        ];
}
