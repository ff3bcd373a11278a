using Fitness.Api.Features.Import;
using Fitness.Tests.Import.Fit;

namespace Fitness.Benchmarks;

/// <summary>FIT files of one size: a recorded one, and such as are made to cost the most.</summary>
internal static class FitImports
{
    private const int Record = 20;
    private const uint Begin = 1_149_000_000;

    private static readonly byte[] None = [.. Enumerable.Repeat(byte.MaxValue, 255)];

    // As one type, then as another, with a message after each.
    private static readonly byte[] DescribedAnew = [1, 0, 7, 1, 20, 0, 3, 0, .. None, 1, 0, 7, 2, 20, 0, 3, 0, .. None];

    public static IEnumerable<(string Name, byte[] File)> All(int bytes)
    {
        yield return ("FIT, recorded", Recorded(bytes, point => point));
        yield return ("FIT, opposite points", Opposite(bytes));
        yield return ("FIT, times without an order", Recorded(bytes, Disordered));
        yield return ("FIT, days apart", Recorded(bytes, DaysApart));
        yield return ("FIT, 255 empty fields", Fill(bytes, EmptyFields(), [0]));
        yield return ("FIT, empty messages", Fill(bytes, new FitWriter().Define(0, Record), [0]));
        yield return ("FIT, one definition after the other", Fill(bytes, new FitWriter(), [0x40, 0, 0, Record, 0, 0]));
        yield return ("FIT, a pulse in each message", Fill(bytes, new FitWriter().Define(0, Record, FitValue.UInt8(3, 140)), [0, 140]));
        yield return ("FIT, descriptions", Fill(bytes, Descriptions(), [1, 0, 7, 2, 20, 0, 3]));
        yield return ("FIT, a pulse 255 times, never one", Fill(bytes, Pulses(), [0, .. None]));
        yield return ("FIT, 255 fields described anew", Fill(bytes, ManyOfDeveloper(), DescribedAnew));
        yield return (
            "FIT, one part that cannot be read after the other",
            Fill(bytes, new FitWriter(), new FitWriter().AddBytes(0x0D).ToFile())
        );
        yield return (
            "FIT, one part after the other",
            [.. Enumerable.Repeat(new FitWriter().ToFile(), bytes / 16).SelectMany(part => part)]
        );
    }

    private static int Disordered(int point) => (int)((point * 1_000_003L) % 2_000_003);

    // As many as there are days in the time that FIT knows.
    private static int DaysApart(int point) => ((point % 23_000) * 90_000) + (point / 23_000);

    // As many points as a file may have; a watch with every sensor writes as many bytes for each.
    private static byte[] Recorded(int bytes, Func<int, int> secondOf)
    {
        var points = ImportLimits.MaxPoints - 1;
        var file = new FitWriter().Add(0, FitValue.Enum(0, 4));
        var others = new byte[(bytes / points) - 21];
        for (var point = 0; point < points; point++)
            file.Add(
                Record,
                FitValue.UInt32(253, Begin + (uint)secondOf(point)),
                FitValue.Int32(0, 626_349_397 + (point * 12)),
                FitValue.Int32(1, 158_675_001 + (point * 12)),
                FitValue.UInt16(2, (ushort)(2650 + (point % 7))),
                FitValue.UInt32(5, (uint)(point * 15)),
                FitValue.UInt8(3, (byte)(120 + (point % 40))),
                FitValue.Of(200, 0x0D, others)
            );
        return file.ToFile();
    }

    private static byte[] Opposite(int bytes)
    {
        var points = ImportLimits.MaxPoints - 1;
        var file = new FitWriter().Add(0, FitValue.Enum(0, 4));
        var others = new byte[(bytes / points) - 9];
        for (var point = 0; point < points; point++)
            file.Add(
                Record,
                FitValue.Int32(0, point % 2 == 0 ? 3_579_139 : -2_982_616),
                FitValue.Int32(1, point % 2 == 0 ? 0 : 2_143_904_518),
                FitValue.Of(200, 0x0D, others)
            );
        return file.ToFile();
    }

    private static FitWriter EmptyFields() =>
        new FitWriter().Define(0, Record, Enumerable.Range(0, 255).Select(number => FitValue.Of((byte)number, 2)));

    private static FitWriter Pulses() => new FitWriter().Define(0, Record, Enumerable.Repeat(FitValue.UInt8(3, 0), 255));

    private static FitWriter ManyOfDeveloper() =>
        Descriptions().Define(0, Record, Enumerable.Repeat(FitValue.UInt8(7, 140) with { Developer = 0 }, 255));

    private static FitWriter Descriptions() =>
        new FitWriter()
            .Define(0, Record, FitValue.UInt8(3, 140), FitValue.UInt8(7, 140) with { Developer = 0 })
            .Define(
                1,
                206,
                FitValue.UInt8(0, 0),
                FitValue.UInt8(1, 7),
                FitValue.UInt8(2, 2),
                FitValue.UInt16(14, Record),
                FitValue.UInt8(15, 3)
            );

    private static byte[] Fill(int bytes, FitWriter file, byte[] message)
    {
        var many = new byte[bytes / message.Length * message.Length];
        for (var at = 0; at < many.Length; at += message.Length)
            message.CopyTo(many, at);
        return file.AddBytes(many).ToFile();
    }
}
