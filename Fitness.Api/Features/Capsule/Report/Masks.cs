using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>
/// Hides texts behind others of the same length and kind of characters. The same text is always hidden by the same one, and two texts by two
/// wherever there are enough others: so what compares texts decides as before. The key is random, and nobody keeps it.
/// </summary>
internal sealed class Masks
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    // Of scripts without cases.
    private const string Others = "一二三四五六七八九十";
    private const string OtherLower = "àáâãäåæçèéêëìíîï";
    private const string OtherUpper = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ";
    private const string OtherNumbers = "①②③④⑤⑥⑦⑧⑨";
    private const string Marks = "\u0300\u0301\u0302\u0303\u0308\u030A";
    private const string Symbols = "■□▲△●○◆◇★☆";

    // Two chars each. Letters beyond the first plane are rare, and their cases rarer.
    private const int WideLetter = 0x20000;
    private const int WideSymbol = 0x1F400;
    private const int Wide = 64;

    // With so many tries, two texts are hidden by one only where there are hardly any others.
    private const int Tries = 16;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    /// <summary>The texts that it has hidden.</summary>
    public IEnumerable<string> Known => known.Keys;

    /// <summary>Whether it has hidden a text behind this one.</summary>
    public bool IsHidden(string text) => used.Contains(text);

    /// <summary>Hides a text.</summary>
    public string Hide(string text)
    {
        if (known.TryGetValue(text, out var hidden))
            return hidden;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            hidden = Hide(text, new Stream(key, attempt, text));
            if (hidden != text && used.Add(hidden))
                break;
        }
        return known[text] = hidden!;
    }

    /// <summary>Hides bytes behind as many others, the same ones by the same ones.</summary>
    public byte[] Hide(ReadOnlySpan<byte> bytes)
    {
        var stream = new Stream(key, 0, Convert.ToHexString(bytes));
        var hidden = new byte[bytes.Length];
        for (var index = 0; index < hidden.Length; index++)
            hidden[index] = (byte)stream.Next();
        return hidden;
    }

    private static string Hide(string text, Stream stream)
    {
        var hidden = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty; )
        {
            // What is no character stays: it says nothing.
            if (Rune.DecodeFromUtf16(rest, out var character, out var length) == System.Buffers.OperationStatus.Done)
                Append(hidden, character, stream);
            else
                hidden.Append(rest[..length]);
            rest = rest[length..];
        }
        return hidden.ToString();
    }

    private static void Append(StringBuilder to, Rune character, Stream stream)
    {
        if (!character.IsBmp)
        {
            to.Append(new Rune((Rune.IsLetter(character) ? WideLetter : WideSymbol) + (stream.Next() % Wide)).ToString());
            return;
        }
        var from = Rune.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.LowercaseLetter => character.IsAscii ? Lower : OtherLower,
            UnicodeCategory.UppercaseLetter => character.IsAscii ? Upper : OtherUpper,
            UnicodeCategory.DecimalDigitNumber => Digits,
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.TitlecaseLetter => Others,
            UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => OtherNumbers,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Marks,
            UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => Symbols,
            // Spaces, punctuation and signs.
            _ => null,
        };
        to.Append(from is null ? (char)character.Value : from[stream.Next() % from.Length]);
    }

    /// <summary>Numbers that a key, an attempt and a text decide.</summary>
    private sealed class Stream(byte[] key, int attempt, string text)
    {
        private readonly byte[] block = new byte[HMACSHA256.HashSizeInBytes];
        private readonly byte[] seed = HMACSHA256.HashData(key, (byte[])[(byte)attempt, .. Encoding.Unicode.GetBytes(text)]);
        private int used = HMACSHA256.HashSizeInBytes;
        private int blocks;

        public int Next()
        {
            if (used == block.Length)
            {
                Span<byte> number = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(number, blocks++);
                HMACSHA256.HashData(seed, number, block);
                used = 0;
            }
            return block[used++];
        }
    }
}
