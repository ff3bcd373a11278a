using System.Diagnostics;
using CsCheck;
using Fitness.Api.Features.Import;

namespace Fitness.Tests.Import;

/// <summary>Compares the geodesic with what follows from the ellipsoid's definition alone, computed here in another way.</summary>
public sealed class EllipsoidTests
{
    private const double Eccentricity2 = Ellipsoid.Flattening * (2 - Ellipsoid.Flattening);
    private static readonly Gen<double> Longitude = Gen.Double[-179, 179];

    [Fact]
    public void Along_the_equator_it_is_an_arc_of_a_circle() =>
        Gen.Double[-90, 90]
            .Select(Gen.Double[1e-6, 90])
            .Sample(
                (from, degrees) =>
                    Assert.Equal(
                        Ellipsoid.EquatorialRadius * double.DegreesToRadians(degrees),
                        Ellipsoid.Distance(new Position(0, from), new Position(0, from + degrees)),
                        1e-3
                    )
            );

    [Fact]
    public void Along_a_meridian_it_is_the_arc_of_the_ellipse() =>
        Gen.Double[-89, 89]
            .Select(Gen.Double[-89, 89], Longitude)
            .Sample(
                (south, north, longitude) =>
                    Assert.Equal(
                        Math.Abs(MeridianArc(south, north)),
                        Ellipsoid.Distance(new Position(south, longitude), new Position(north, longitude)),
                        1e-3
                    )
            );

    [Fact]
    public void Over_short_ways_it_is_the_chord_through_space() =>
        Gen.Double[-89, 89]
            .Select(Longitude, Gen.Double[-0.001, 0.001], Gen.Double[-0.001, 0.001])
            .Sample(
                (latitude, longitude, north, east) =>
                {
                    // Track points are metres apart: at that distance the surface is flat to less than a micrometre.
                    var (from, to) = (new Position(latitude, longitude), new Position(latitude + north, longitude + east));
                    Assert.Equal(Chord(from, to), Ellipsoid.Distance(from, to), 1e-5);
                }
            );

    /// <summary>Ways in any direction, as others have computed them.</summary>
    [Theory]
    // GeographicLib's example of GeodSolve, https://geographiclib.sourceforge.io/C++/doc/GeodSolve.1.html
    [InlineData(40.6, -73.8, 51.6, -0.5, 5_551_759.400)]
    // Flinders Peak to Buninyong, the example of the Geocentric Datum of Australia Technical Manual.
    [InlineData(-37.951033417, 144.424867889, -37.652821139, 143.926495528, 54_972.271)]
    public void It_is_what_others_find(double lat1, double lon1, double lat2, double lon2, double meters) =>
        Assert.Equal(meters, Ellipsoid.Distance(new Position(lat1, lon1), new Position(lat2, lon2)), 1e-3);

    [Fact]
    public void It_is_the_same_there_and_back_and_nothing_to_itself() =>
        Gen.Double[-90, 90]
            .Select(Longitude, Gen.Double[-90, 90], Longitude)
            .Sample(
                (lat1, lon1, lat2, lon2) =>
                {
                    var (from, to) = (new Position(lat1, lon1), new Position(lat2, lon2));
                    Assert.Equal(Ellipsoid.Distance(from, to), Ellipsoid.Distance(to, from), 1e-3);
                    Assert.Equal(0, Ellipsoid.Distance(from, from));
                    Assert.InRange(Ellipsoid.Distance(from, to), 0, 20_100_000);
                }
            );

    [Fact]
    public void Nearly_on_the_other_side_of_the_globe_it_is_within_a_permille_of_the_half_meridian() =>
        Gen.Double[-90, 90]
            .Select(Longitude, Gen.Double[-0.1, 0.1], Gen.Double[-0.1, 0.1])
            .Sample(
                (latitude, longitude, north, east) =>
                {
                    // From there every way over a pole is as long as half a meridian, less what is missing to the other side.
                    var distance = Ellipsoid.Distance(
                        new Position(latitude, longitude),
                        new Position(Math.Clamp(-latitude + north, -90, 90), longitude + 180 + east)
                    );
                    Assert.InRange(distance, 0.998 * MeridianArc(-90, 90), 1.001 * MeridianArc(-90, 90));
                }
            );

    [Fact]
    public void It_takes_a_few_times_as_long_at_most_wherever_the_points_are()
    {
        const int pairs = 20_000;
        var near = (new Position(52.5, 13.4), new Position(52.50001, 13.40001));
        var far = (new Position(0.3, 0), new Position(-0.25, 179.7));
        foreach (var pair in new[] { near, far })
            Measure(pair, pairs);
        var ratios = Enumerable.Range(0, 9).Select(_ => Measure(far, pairs) / Measure(near, pairs)).Order().ToList();
        Assert.True(ratios[4] < 20, $"The opposite side takes {ratios[4]:F1} times as long.");

        static double Measure((Position From, Position To) pair, int count)
        {
            var begin = Stopwatch.GetTimestamp();
            for (var number = 0; number < count; number++)
                Ellipsoid.Distance(pair.From, pair.To);
            return Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
    }

    /// <summary>Simpson's rule over the meridian's radius of curvature.</summary>
    private static double MeridianArc(double south, double north)
    {
        const int steps = 2000;
        var width = double.DegreesToRadians(north - south) / steps;
        var sum = 0.0;
        for (var step = 0; step <= steps; step++)
        {
            var sin = Math.Sin(double.DegreesToRadians(south) + (width * step));
            var radius = Ellipsoid.EquatorialRadius * (1 - Eccentricity2) / Math.Pow(1 - (Eccentricity2 * sin * sin), 1.5);
            sum +=
                radius
                * (
                    step == 0 || step == steps ? 1
                    : step % 2 == 1 ? 4
                    : 2
                );
        }
        return sum * width / 3;
    }

    private static double Chord(Position from, Position to)
    {
        var ((x1, y1, z1), (x2, y2, z2)) = (Space(from), Space(to));
        return Math.Sqrt(((x1 - x2) * (x1 - x2)) + ((y1 - y2) * (y1 - y2)) + ((z1 - z2) * (z1 - z2)));
    }

    private static (double X, double Y, double Z) Space(Position position)
    {
        var (sin, cos) = Math.SinCos(double.DegreesToRadians(position.Latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(position.Longitude));
        var normal = Ellipsoid.EquatorialRadius / Math.Sqrt(1 - (Eccentricity2 * sin * sin));
        return (normal * cos * cosLongitude, normal * cos * sinLongitude, normal * (1 - Eccentricity2) * sin);
    }
}
