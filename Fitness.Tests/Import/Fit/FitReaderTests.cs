using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Fitness.Api.Features.Import.Fit;
using Fitness.Tests.Support;
using static Fitness.Tests.Import.Fit.FitFiles;
using static Fitness.Tests.Import.Fit.FitValue;

namespace Fitness.Tests.Import.Fit;

/// <summary>The reader of the protocol by itself: in whatever pieces a file comes, and what a message costs.</summary>
public sealed class FitReaderTests
{
    public static TheoryData<string> Names => [.. FitSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pieces_in_which_a_file_comes_do_not_matter(string name)
    {
        var file = FitSamples.All[name];
        var whole = Read(file, file.Length);
        Assert.Contains("Session", whole, StringComparison.Ordinal);
        foreach (var piece in new[] { 1, 2, 3, 7, 64, 1000 })
            Assert.Equal(whole, Read(file, piece));
    }

    [Fact]
    public void Nor_do_they_of_a_damaged_one()
    {
        var files = FitSamples.All.Values.ToArray();
        foreach (var seed in Enumerable.Range(0, LongForm.Times(300, inLongForm: 10_000)))
        {
            var random = new Random(seed);
            var file = Enumerable.Range(0, 3).SelectMany(_ => Next()).ToArray();
            file[0] = 14;
            ".FIT"u8.CopyTo(file.AsSpan(8));
            var whole = Read(file, file.Length);
            foreach (var piece in new[] { 1 + random.Next(20), 1 + random.Next(2000) })
                Assert.Equal((seed, whole), (seed, Read(file, piece)));

            // Some bits are others, the size is another, or some of the end is missing.
            byte[] Next()
            {
                var part = files[random.Next(files.Length)].ToArray();
                for (var count = random.Next(3); count > 0; count--)
                    part[random.Next(part.Length)] ^= (byte)(1 << random.Next(8));
                if (random.Next(2) == 0)
                    BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(4), random.Next(2) * random.Next(2 * part.Length));
                return random.Next(3) == 0 ? part[..random.Next(20, part.Length)] : part;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_a_file_that_ends_anywhere_there_is_what_is_before(string name)
    {
        var file = FitSamples.All[name];
        var whole = Read(file, file.Length);
        for (var length = 14; length < file.Length; length++)
            Assert.StartsWith(Read(file[..length], length), whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty fields")]
    [InlineData("empty messages")]
    [InlineData("definitions")]
    [InlineData("unread messages")]
    [InlineData("events")]
    public void A_million_tiny_messages_allocate_nothing(string what)
    {
        var none = Enumerable.Range(0, 255).Select(number => Of((byte)number, 0x02)).ToArray();
        var file = File();
        file = what switch
        {
            "empty fields" => file.Define(0, RecordMessage, none),
            "empty messages" => file.Define(0, RecordMessage),
            "unread messages" => file.Define(0, 1000),
            "events" => file.Define(0, EventMessage, Enum(0, 0)),
            _ => file,
        };
        byte[] message = what switch
        {
            "definitions" => [0x40, 0, 0, RecordMessage, 0, 0],
            "events" => [0, 7],
            _ => [0],
        };
        var many = new byte[1_000_000 * message.Length];
        for (var at = 0; at < many.Length; at += message.Length)
            message.CopyTo(many, at);
        var bytes = file.AddBytes(many).ToFile();
        var reader = new FitReader(new Ignored());
        reader.Read(bytes.AsSpan(0, 1000), isLast: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(bytes.AsSpan(reader.Position), isLast: true);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Assert.Equal(bytes.Length, reader.Position);
    }

    private static string Read(byte[] file, int piece)
    {
        var taken = new Taken();
        var reader = new FitReader(taken);
        var length = 0;
        while (true)
        {
            var isLast = length == file.Length;
            length = Math.Min(file.Length, length + piece);
            reader.Read(file.AsSpan(reader.Position, length - reader.Position), isLast);
            if (isLast)
                return taken.Text.ToString();
        }
    }

    private sealed class Ignored : IFitReceiver
    {
        public void BeginPart() { }

        public void Take(FitMessage message) { }

        public void EndPart() { }

        public void FindWrongChecksum() { }

        public void FindWrongEnd() { }
    }

    /// <summary>Each message as a line.</summary>
    private sealed class Taken : IFitReceiver
    {
        private static readonly FitField[] Fields = System.Enum.GetValues<FitField>();

        public StringBuilder Text { get; } = new();

        public void BeginPart() => Text.Append("part\n");

        public void Take(FitMessage message)
        {
            Text.Append(CultureInfo.InvariantCulture, $"{message.Type} {message.Time:O}");
            foreach (var field in Fields)
                if (message.Number(field) is { } number)
                    Text.Append(CultureInfo.InvariantCulture, $" {field}={number}");
            Text.Append('\n');
        }

        // A file that ends too early ends the part, too.
        public void EndPart() { }

        public void FindWrongChecksum() { }

        public void FindWrongEnd() { }
    }
}
