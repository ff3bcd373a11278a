using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fitness.Api.Features.Capsule.Report;

/// <summary>
/// Hides texts behind others of the same length and kind of characters. The same text is always hidden by the same one, and two texts hardly
/// ever by one: so what compares texts mostly decides as before. The key is random, and nobody keeps it.
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

    private readonly byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>The texts that were hidden, and behind what.</summary>
    public IReadOnlyDictionary<string, string> Known => known;

    /// <summary>Hides a text.</summary>
    public string Hide(string text)
    {
        if (known.TryGetValue(text, out var hidden))
            return hidden;
        var stream = new Stream(key, text);
        hidden = string.Create(text.Length, (text, stream), static (to, from) =>
        {
            for (var index = 0; index < to.Length; index++)
                to[index] = Hide(from.text[index], from.stream);
        });
        known[text] = hidden;
        return hidden;
    }

    private static char Hide(char character, Stream stream) =>
        CharUnicodeInfo.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.LowercaseLetter => stream.Pick(char.IsAscii(character) ? Lower : OtherLower),
            UnicodeCategory.UppercaseLetter => stream.Pick(char.IsAscii(character) ? Upper : OtherUpper),
            UnicodeCategory.DecimalDigitNumber => stream.Pick(Digits),
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.TitlecaseLetter => stream.Pick(Others),
            _ => character,
        };

    /// <summary>Numbers that a text and a key decide.</summary>
    private sealed class Stream(byte[] key, string text)
    {
        private readonly byte[] block = new byte[HMACSHA256.HashSizeInBytes];
        private readonly byte[] seed = HMACSHA256.HashData(key, Encoding.Unicode.GetBytes(text));
        private int used = HMACSHA256.HashSizeInBytes;
        private int blocks;

        public char Pick(string from)
        {
            if (used == block.Length)
            {
                Span<byte> number = stackalloc byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(number, blocks++);
                HMACSHA256.HashData(seed, number, block);
                used = 0;
            }
            return from[block[used++] % from.Length];
        }
    }
}
