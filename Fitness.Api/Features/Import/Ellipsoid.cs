namespace Fitness.Api.Features.Import;

/// <summary>
/// Distances on the WGS 84 ellipsoid, to which satellite positions refer, by Vincenty's inverse formula
/// (T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review XXIII, 176, 1975), and from
/// 18,700 km on, where it converges slowly or never, by the great circle: every distance takes at most
/// <see cref="MaxIterations"/> steps; the points of a recording, which are metres apart, take three. Over such ways the great
/// circle is wrong by at most 0.12 % (22 km), measured against Karney's method (C. F. F. Karney, Algorithms for geodesics,
/// Journal of Geodesy 87, 2013). That method always ends within a nanometre, but takes ten times the code, and nobody
/// records points on opposite sides of the globe. The great circle everywhere would be wrong by up to 0.56 %: 236 m in a marathon.
/// </summary>
internal static class Ellipsoid
{
    /// <summary>The equatorial radius in metres.</summary>
    public const double EquatorialRadius = 6378137;

    /// <summary>The flattening.</summary>
    public const double Flattening = 1 / 298.257223563;

    private const double PolarRadius = EquatorialRadius * (1 - Flattening);
    private const double MeanRadius = ((2 * EquatorialRadius) + PolarRadius) / 3;
    private const double Precision = 1e-12;
    private const int MaxIterations = 8;

    /// <summary>Metres between two positions: to within a millimetre below 18,700 km, to within 22 km above.</summary>
    public static double Distance(Position from, Position to)
    {
        var longitude = double.DegreesToRadians(to.Longitude - from.Longitude);
        var (sinU1, cosU1) = ReducedLatitude(from.Latitude);
        var (sinU2, cosU2) = ReducedLatitude(to.Latitude);
        var lambda = longitude;
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var (sinLambda, cosLambda) = double.SinCos(lambda);
            var across = cosU2 * sinLambda;
            var along = (cosU1 * sinU2) - (sinU1 * cosU2 * cosLambda);
            var sinSigma = double.Sqrt((across * across) + (along * along));
            if (sinSigma == 0)
                return 0;
            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosLambda);
            var sigma = double.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cosSquareAlpha = 1 - (sinAlpha * sinAlpha);
            // On the equator the midpoint's term vanishes.
            var cos2Middle = cosSquareAlpha == 0 ? 0 : cosSigma - (2 * sinU1 * sinU2 / cosSquareAlpha);
            var c = Flattening / 16 * cosSquareAlpha * (4 + (Flattening * (4 - (3 * cosSquareAlpha))));
            var previous = lambda;
            lambda =
                longitude
                + (
                    (1 - c)
                    * Flattening
                    * sinAlpha
                    * (sigma + (c * sinSigma * (cos2Middle + (c * cosSigma * ((2 * cos2Middle * cos2Middle) - 1)))))
                );
            if (double.Abs(lambda - previous) < Precision)
                return Length(sigma, sinSigma, cosSigma, cosSquareAlpha, cos2Middle);
        }
        return OnSphere(from, to);
    }

    private static (double Sin, double Cos) ReducedLatitude(double latitude)
    {
        var (sin, cos) = double.SinCos(double.Atan((1 - Flattening) * double.Tan(double.DegreesToRadians(latitude))));
        return (sin, cos);
    }

    private static double Length(double sigma, double sinSigma, double cosSigma, double cosSquareAlpha, double cos2Middle)
    {
        var uSquare = cosSquareAlpha * ((EquatorialRadius * EquatorialRadius) - (PolarRadius * PolarRadius)) / (PolarRadius * PolarRadius);
        var a = 1 + (uSquare / 16384 * (4096 + (uSquare * (-768 + (uSquare * (320 - (175 * uSquare)))))));
        var b = uSquare / 1024 * (256 + (uSquare * (-128 + (uSquare * (74 - (47 * uSquare))))));
        var deltaSigma =
            b
            * sinSigma
            * (
                cos2Middle
                + (
                    b
                    / 4
                    * (
                        (cosSigma * ((2 * cos2Middle * cos2Middle) - 1))
                        - (b / 6 * cos2Middle * ((4 * sinSigma * sinSigma) - 3) * ((4 * cos2Middle * cos2Middle) - 3))
                    )
                )
            );
        return PolarRadius * a * (sigma - deltaSigma);
    }

    private static double OnSphere(Position from, Position to)
    {
        var sinLatitude = double.Sin(double.DegreesToRadians(to.Latitude - from.Latitude) / 2);
        var sinLongitude = double.Sin(double.DegreesToRadians(to.Longitude - from.Longitude) / 2);
        var square =
            (sinLatitude * sinLatitude)
            + (
                double.Cos(double.DegreesToRadians(from.Latitude))
                * double.Cos(double.DegreesToRadians(to.Latitude))
                * sinLongitude
                * sinLongitude
            );
        return 2 * MeanRadius * double.Asin(double.Sqrt(double.Min(1, square)));
    }
}

/// <param name="Latitude">Degrees north, -90 to 90.</param>
/// <param name="Longitude">Degrees east, -180 to 180.</param>
internal readonly record struct Position(double Latitude, double Longitude);
