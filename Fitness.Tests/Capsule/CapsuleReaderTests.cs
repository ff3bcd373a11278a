using System.Text.Json.Nodes;
using Fitness.Api.Features.Capsule.Replay;
using Fitness.Tests.Hosting;

namespace Fitness.Tests.Capsule;

/// <summary>A capsule from anybody's hand is checked before anything in it is used.</summary>
public sealed class CapsuleReaderTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    [Theory]
    [InlineData(CapsuleNames.Requests)]
    [InlineData(CapsuleNames.Table)]
    [InlineData(CapsuleNames.Environment)]
    public async Task A_file_that_was_changed_is_named(string name)
    {
        var folder = await users.NewUser().ReportFolderAsync();
        await File.AppendAllTextAsync(Path.Combine(folder, name), "\n", TestContext.Current.CancellationToken);
        Assert.Contains($"{name} is not the file", Refusal(folder), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, name));
        Assert.Contains($"It has no {name}", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../outside")]
    [InlineData("a//b")]
    [InlineData("")]
    public async Task A_name_that_leads_out_of_it_is_refused(string name)
    {
        var folder = await users.NewUser().ReportFolderAsync();
        CapsuleEdit.Index(folder, index => index["files"]![0]!["name"] = name);
        Assert.Contains("is no name of a file", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_refused()
    {
        var folder = await users.NewUser().ReportFolderAsync();
        var path = Path.Combine(folder, CapsuleNames.Environment);
        var target = Path.Combine(folder, "elsewhere");
        File.Move(path, target);
        File.CreateSymbolicLink(path, target);
        Assert.Contains("no plain file", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders on Windows.");
        var folder = await users.NewUser().ReportFolderAsync();
        var path = Path.Combine(folder, CapsuleNames.Environment);
        File.Delete(path);
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"{CapsuleNames.Environment} is not the file", Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"format":2}""", "Its form is 2")]
    [InlineData("""{"format":0}""", "Its form is 0")]
    [InlineData("{}", "names no 'format'")]
    [InlineData("[", "cannot be read")]
    [InlineData("""{"format":1}""", "lacks 'title'")]
    [InlineData("""{"format":1,"title":"t","version":"1","environment":"Test","users":[null],"files":[]}""", "lacks")]
    [InlineData("""{"format":1,"title":"t","version":"1","environment":"Test","users":[],"files":[null]}""", "lacks")]
    [InlineData("""{"format":"x"}""", "cannot be read")]
    public async Task An_index_that_cannot_be_read_is_refused(string index, string reason)
    {
        var folder = await users.NewUser().ReportFolderAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, CapsuleNames.Index), index, TestContext.Current.CancellationToken);
        Assert.Contains(reason, Refusal(folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"at":"yesterday","user":"u","request":{"method":"GET","target":"/"}}""")]
    [InlineData("[]")]
    public async Task A_request_that_cannot_be_read_is_named(string line)
    {
        var folder = await users.NewUser().ReportFolderAsync();
        CapsuleEdit.Requests(folder, _ => [JsonNode.Parse(line)!]);
        Assert.Contains($"{CapsuleNames.Requests}, line 1", Refusal(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_capsule_is_refused()
    {
        var path = Path.Combine(Support.Folders.Create(), "x.zip");
        File.WriteAllText(path, "x");
        Assert.Contains(path, Refusal(path), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<StartException>(() => CapsuleReader.Read(path)).Message;
}
