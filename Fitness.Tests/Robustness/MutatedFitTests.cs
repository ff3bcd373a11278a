using System.Collections.Concurrent;
using CsCheck;
using Fitness.Api.Features.Import;
using Fitness.Tests.Import.Fit;
using Fitness.Tests.Support;

namespace Fitness.Tests.Robustness;

/// <summary>Damaged FIT files, by the thousand, without the API around: each is read, or refused by the exception that becomes a 422.</summary>
public sealed class MutatedFitTests
{
    private static readonly byte[][] Files = [.. FitSamples.All.Values];

    [Fact]
    public async Task Each_is_read_or_refused()
    {
        var counts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Gen.Int[0, int.MaxValue]
            .SampleAsync(
                async number =>
                {
                    var random = new Random(number);
                    counts.AddOrUpdate(await ReadAsync(Damage(random, Files[random.Next(Files.Length)])), 1, (_, count) => count + 1);
                },
                iter: LongForm.Times(5000, inLongForm: 300_000),
                threads: 2
            );
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(counts.Count > 1, "Some are read, and some are refused.");
    }

    // Bits and whole bytes of the header of the file, of definitions and of messages; what is read of them is not protected by its checksum.
    private static byte[] Damage(Random random, byte[] file)
    {
        if (random.Next(2) == 0)
            return Mutations.Damage(random, file);
        var damaged = file.ToArray();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            ref var one = ref damaged[random.Next(damaged.Length)];
            one = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(one ^ (1 << random.Next(8)));
        }
        return damaged;
    }

    private static async Task<string> ReadAsync(byte[] file)
    {
        try
        {
            foreach (var recording in await FitReading.ReadAsync(file))
                TrackActivity.ToInput(recording, TimeZoneInfo.Utc);
            return "read";
        }
        catch (Exception exception) when (exception is TrackFileException or FormatException)
        {
            return "refused";
        }
    }
}
