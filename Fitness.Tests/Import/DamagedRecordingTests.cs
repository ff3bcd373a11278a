using CsCheck;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;
using static Fitness.Tests.Import.TrackFiles;

namespace Fitness.Tests.Import;

/// <summary>A sound recording, made by chance, and the same one with a fault: the activity is the same.</summary>
public sealed class DamagedRecordingTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    // A receiver and a clock have some play; nobody moves faster than the sport allows.
    private static readonly Gen<(int Step, int Meters, int Climb)> Steps = Gen.Select(Gen.Int[1, 20], Gen.Int[1, 4], Gen.Int[-1, 1]);
    private static readonly Gen<Sample[][]> Recordings = Steps
        .Array[8, 40]
        .Array[1, 5]
        .Select(parts =>
        {
            var (second, meters, altitude) = (0, 0, 200);
            return parts
                .Select(part =>
                {
                    second += 100;
                    return part.Select(step =>
                        {
                            second += step.Step;
                            meters += step.Step * step.Meters;
                            altitude += step.Climb;
                            return new Sample(second, meters, altitude);
                        })
                        .ToArray();
                })
                .ToArray();
        });

    private static readonly (string Name, Func<Random, Sample[][], Sample[][]> Damage)[] Faults =
    [
        ("other segments first", (random, parts) => [.. parts.OrderBy(_ => random.Next())]),
        ("newest first", (_, parts) => [.. parts.Reverse().Select(part => part.Reverse().ToArray())]),
        ("twice", (_, parts) => [.. parts, .. parts]),
        ("a bad time", (random, parts) =>
            One(random, parts, point => point with { Second = point.Second + random.Next(-100_000, 100_000) })
        ),
        ("no time", (random, parts) => One(random, parts, point => point with { Second = null })),
        ("a bad position", (random, parts) => One(random, parts, point => point with { Meters = point.Meters + 200_000 })),
        ("a bad altitude", (random, parts) => One(random, parts, point => point with { Altitude = point.Altitude + 3000 })),
    ];

    [Fact]
    public Task The_activity_is_what_it_was_without_the_fault() =>
        Gen.Select(Recordings, Gen.Int)
            .SampleAsync(
                async sample =>
                {
                    var (parts, seed) = sample;
                    var sound = await ImportAsync(parts);
                    foreach (var (name, damage) in Faults)
                    {
                        var damaged = await ImportAsync(damage(new Random(seed), parts));
                        Assert.True(
                            damaged.Start == sound.Start
                                && damaged.Elapsed == sound.Elapsed
                                && Math.Abs(damaged.Meters - sound.Meters) <= 100
                                && Math.Abs(damaged.Gain - sound.Gain) <= 10,
                            $"{name}: {damaged} instead of {sound}"
                        );
                    }
                },
                iter: LongForm.Times(10, 200),
                threads: 1
            );

    // Not the first nor the last of its part: there nobody can tell.
    private static Sample[][] One(Random random, Sample[][] parts, Func<Sample, Sample> damage)
    {
        var part = random.Next(parts.Length);
        var point = random.Next(2, parts[part].Length - 2);
        return
        [
            .. parts.Select(
                (points, index) => index == part ? [.. points[..point], damage(points[point]), .. points[(point + 1)..]] : points
            ),
        ];
    }

    private async Task<(DateTimeOffset Start, int Elapsed, double Meters, double Gain)> ImportAsync(Sample[][] parts)
    {
        var segments = parts.Select(part => string.Concat(part.Select(point => Point(point.Second, point.Meters, point.Altitude))));
        var activity = (await api.SendAsync(Gpx("running", string.Join("</trkseg><trkseg>", segments))).FirstResultAsync())["activity"]!;
        return (
            (DateTimeOffset)activity["start"]!,
            (int)activity["elapsedSeconds"]!,
            (double)activity["distanceMeters"]!,
            (double)activity["elevationGainMeters"]!
        );
    }

    private sealed record Sample(int? Second, int Meters, int Altitude);
}
