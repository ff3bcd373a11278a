using Fitness.Tests.Support;

namespace Fitness.Tests.Capsule;

/// <summary>Bugs that came back from QA: each folder of <c>Fitness.Tests/Capsules</c> is replayed, and is to be answered as it says.</summary>
public sealed class CapsulesTests
{
    public static TheoryData<string> Folders() =>
        [
            .. Directory
                .EnumerateDirectories(Repository.PathOf("Fitness.Tests", "Capsules"))
                .Select(folder => Path.GetFileName(folder))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_bug_does_not_come_back(string name)
    {
        var (before, result) = await ReplayFixture.ReplayAsync(Repository.PathOf("Fitness.Tests", "Capsules", name));
        Assert.True(before.Reason is null, before.Reason);
        Assert.True(result.IsSame(isStrict: false), ReplayFixture.Text(result));
        Assert.All(result.Requests, request => Assert.Null(request.NotSent));
    }
}
