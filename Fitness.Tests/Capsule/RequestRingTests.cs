using System.Text;
using Fitness.Api.Features.Capsule.Recording;
using Fitness.Tests.Support;

namespace Fitness.Tests.Capsule;

/// <summary>The file of the last requests: what it keeps, of whom, for how long, and after what.</summary>
public sealed class RequestRingTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly string folder = Folders.Create();
    private RequestRings rings;

    public RequestRingTests() => rings = Open();

    [Fact]
    public void The_last_records_of_a_user_are_there_in_their_order()
    {
        for (var number = 0; number < 3000; number++)
            Append("ann", $"{number} {new string('x', number % 700)}");
        var numbers = Numbers("ann");
        Assert.Equal(2999, numbers[^1]);
        Assert.Equal(numbers[0], 2999 - numbers.Count + 1);
        Assert.Equal(numbers.Order(), numbers);
        // At least a half, at most both.
        Assert.InRange(numbers.Count, 200, 500);
    }

    [Fact]
    public void Nobody_takes_the_place_of_another_s()
    {
        Append("bob", "1");
        for (var number = 0; number < 3000; number++)
            Append("ann", $"{number} {new string('x', 900)}");
        Assert.Equal([1], Numbers("bob"));
    }

    [Fact]
    public void A_user_too_many_takes_that_of_the_one_who_was_away_for_longest()
    {
        for (var user = 0; user < RequestRings.Count; user++)
            Append($"user-{user}", $"{user}");
        Append("user-0", "100");
        Append("one more", "101");
        Assert.Equal([0, 100], Numbers("user-0"));
        Assert.Equal([101], Numbers("one more"));
        Assert.Empty(Numbers("user-1"));
    }

    [Fact]
    public void They_are_there_after_the_process()
    {
        for (var number = 0; number < 900; number++)
            Append(number % 2 == 0 ? "ann" : "bob", $"{number}");
        var before = (Numbers("ann"), Numbers("bob"));
        // Nothing is written when it is closed: so it is as a process leaves it that is killed.
        Reopen();
        Assert.Equal(before.Item1, Numbers("ann"));
        Assert.Equal(before.Item2, Numbers("bob"));
        Append("ann", "900");
        Assert.Equal([.. before.Item1, 900], Numbers("ann"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_damaged_file_is_read_as_far_as_it_is_not(int seed)
    {
        for (var number = 0; number < 1000; number++)
            Append("ann", $"{number} {new string('x', 300)}");
        rings.Dispose();
        var path = Assert.Single(Directory.GetFiles(folder));
        var bytes = File.ReadAllBytes(path);
        var random = new Random(seed);
        for (var change = 0; change < 20; change++)
            random.NextBytes(bytes.AsSpan(random.Next(2 * RequestRing.HalfBytes), 50));
        File.WriteAllBytes(path, bytes);
        rings = Open();
        _ = rings.Read("ann");
        Append("ann", "1000");
        Assert.Equal(1000, Numbers("ann")[^1]);
    }

    [Fact]
    public void What_is_too_old_is_gone_from_the_file()
    {
        for (var number = 0; number < 100; number++)
            Append("ann", $"{number}-old", Now.AddMinutes(number));
        rings.Expire(Now.AddMinutes(60));
        Assert.Equal(Enumerable.Range(60, 40), Numbers("ann"));
        Append("ann", "100", Now.AddMinutes(100));
        Assert.Equal(Enumerable.Range(60, 41), Numbers("ann"));
        rings.Expire(Now.AddMinutes(101));
        Assert.Empty(rings.Owners());
        Assert.False(FileHas("-old"));
        Assert.False(FileHas("ann"));
    }

    [Fact]
    public void What_newer_ones_take_the_place_of_is_gone_from_the_file_too()
    {
        for (var number = 0; number < 600; number++)
            Append("ann", $"{number}-old {new string('x', 300)}");
        for (var number = 0; number < 270; number++)
            Append("ann", $"{number} new {new string('x', 300)}", Now.AddMinutes(60));
        Assert.True(FileHas("-old"));
        rings.Expire(Now.AddMinutes(60));
        Assert.False(FileHas("-old"));
        Assert.Equal(269, Numbers("ann")[^1]);
    }

    [Fact]
    public void Of_a_user_who_is_forgotten_no_byte_is_left()
    {
        for (var number = 0; number < 1000; number++)
            Append("ann", $"{number} secret");
        Append("bob", "7 other");
        rings.Erase("ann", Now);
        // What came before and ends later.
        Append("ann", "1 secret");
        Assert.Equal(["bob"], rings.Owners());
        Assert.False(FileHas("secret"));
        Assert.False(FileHas("ann"));
        Reopen();
        Assert.Empty(Numbers("ann"));
        Assert.Equal([7], Numbers("bob"));
    }

    [Fact]
    public async Task Users_at_once_do_not_mix()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), TestContext.Current.CancellationToken, (user, _) =>
        {
            for (var number = 0; number < 5000; number++)
                Append($"user-{user}", $"{number} user-{user} {new string('x', number % 300)}");
            return ValueTask.CompletedTask;
        });
        for (var user = 0; user < 8; user++)
        {
            Assert.All(Texts($"user-{user}"), text => Assert.Contains($" user-{user} ", text, StringComparison.Ordinal));
            Assert.Equal(4999, Numbers($"user-{user}")[^1]);
        }
    }

    [Fact]
    public void A_second_process_has_a_file_of_its_own()
    {
        Append("ann", "1");
        using var other = Open();
        Assert.Empty(other.Read("ann"));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_record_that_is_written_in_part_only_is_none()
    {
        Append("ann", "1 whole");
        Append("ann", "2 torn-off-here");
        rings.Dispose();
        var path = Assert.Single(Directory.GetFiles(folder));
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.AsSpan().IndexOf("off-here"u8), 8).Clear();
        File.WriteAllBytes(path, bytes);
        rings = Open();
        Assert.Equal(["1 whole"], Texts("ann"));
    }

    [Fact]
    public void What_other_processes_left_is_deleted_when_it_is_old_or_nothing_is_to_be_recorded()
    {
        var old = Path.Combine(folder, "requests-3");
        File.WriteAllText(old, "x");
        RingFile.DeleteOld(folder, DateTimeOffset.UnixEpoch);
        Assert.True(File.Exists(old));
        RingFile.DeleteOld(folder, DateTimeOffset.MaxValue);
        Assert.False(File.Exists(old));
        // One that is in use stays.
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Only_its_user_can_read_it()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
        Assert.Equal(RequestRings.Bytes, new FileInfo(Assert.Single(Directory.GetFiles(folder))).Length);
        Assert.Equal(8 * 1024 * 1024, RequestRings.Bytes);
    }

    public void Dispose() => rings.Dispose();

    private RequestRings Open() => new(RingFile.Open(folder, RequestRings.Bytes));

    private void Reopen()
    {
        rings.Dispose();
        rings = Open();
    }

    private void Append(string owner, string text, DateTimeOffset? time = null)
    {
        byte[] framed = [.. new byte[RingHalf.FrameBytes], .. Encoding.UTF8.GetBytes(text)];
        rings.Append(owner, time ?? Now, framed);
    }

    private List<string> Texts(string owner) => rings.Read(owner).ConvertAll(Encoding.UTF8.GetString);

    private List<int> Numbers(string owner) =>
        Texts(owner).ConvertAll(text => int.Parse(text.Split(' ', '-')[0], System.Globalization.CultureInfo.InvariantCulture));

    private bool FileHas(string text)
    {
        rings.Dispose();
        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder)));
        rings = Open();
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
