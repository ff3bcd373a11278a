using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CliWrap;
using Fitness.Api.Features.Import;
using Fitness.Api.Features.Import.Fit;
using Fitness.Tests.Support;

namespace Fitness.Tests.Import.Fit;

/// <summary>
/// What another reader says of the same files, fit-file-parser: it has to be the same. The maker's own kit is asked, too, where the variable
/// <c>FITNESS_FIT_SDK</c> names the folder of its package; its licence is the caller's to accept. What all say is in <c>artifacts/fit</c>.
/// </summary>
public sealed class FitJudgeTests
{
    private const string KitVariable = "FITNESS_FIT_SDK";
    private const string Extension = ".fit";

    private static readonly string Scripts = Repository.PathOf("Fitness.Tests", "Import", "Fit", "judge");
    private static readonly string Folder = Repository.PathOf("artifacts", "fit");
    private static readonly string Files = Path.Combine(Folder, "files");

    // What a header says that is not finished, or bytes that follow the first part, another reader does not read as a device meant it.
    private static readonly string[] OursAlone = ["run, unfinished header"];

    // The kit in JavaScript does not read compressed headers, and says so.
    private static readonly string[] NotOfTheKit = ["ride, compressed timestamps"];

    [Fact]
    public async Task Another_reader_reads_the_same_and_knows_the_same_sports()
    {
        await NodeJs.SkipWithoutAsync();
        var package = Path.Combine(Folder, "judge");
        Directory.CreateDirectory(package);
        foreach (var file in Directory.EnumerateFiles(Scripts))
            File.Copy(file, Path.Combine(package, Path.GetFileName(file)), overwrite: true);
        var (exitCode, _, error) = await NodeJs.TryAsync(NodeJs.Install(package));
        Assert.SkipUnless(exitCode == 0, $"npm cannot install the other reader; its registry must be reachable: {error}");
        WriteFiles();
        var judge = await AskAsync(Path.Combine(package, "judge.mjs"), Files);
        await CompareAsync(judge, "fit-file-parser");
        Assert.Equal(Numbers(judge["sports"]!), FitSports.Sports.Keys.Order());
        Assert.Equal(Numbers(judge["subSports"]!), FitSports.SubSports.Keys.Order());
    }

    [Fact]
    public async Task So_does_the_makers_kit_where_it_is_asked_for()
    {
        var kit = Environment.GetEnvironmentVariable(KitVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(kit), $"It runs only where {KitVariable} names the folder of the kit's npm package.");
        kit = Repository.PathOf(kit);
        Assert.True(File.Exists(Path.Combine(kit, "package.json")), $"{KitVariable} names {kit}, which is no npm package.");
        await NodeJs.SkipWithoutAsync();
        WriteFiles();
        await CompareAsync(await AskAsync(Path.Combine(Scripts, "sdk.mjs"), Files, kit), "kit", NotOfTheKit);
    }

    private static void WriteFiles()
    {
        Directory.CreateDirectory(Files);
        foreach (var (name, file) in FitSamples.All.Where(sample => !OursAlone.Contains(sample.Key)))
            File.WriteAllBytes(Path.Combine(Files, name + Extension), file);
    }

    private static async Task<JsonNode> AskAsync(params string[] arguments) =>
        JsonNode.Parse(await NodeJs.RunAsync(new Command("node").WithArguments(arguments)))!;

    private static async Task CompareAsync(JsonNode judge, string reader, params string[] unread)
    {
        var table = new StringBuilder($"| file | of which | ours | {reader} |\n|---|---|---|---|\n");
        var compared = 0;
        foreach (var (name, said) in judge["files"]!.AsObject())
        {
            if (unread.Contains(Path.GetFileNameWithoutExtension(name)))
                continue;
            var file = FitSamples.All[Path.GetFileNameWithoutExtension(name)];
            var records = new Records();
            new FitReader(records).Read(file, isLast: true);
            Assert.Equal((name, RecordsOf(said!)), (name, records.Line));
            table.Append(CultureInfo.InvariantCulture, $"| {name} | records | {records.Line} | {RecordsOf(said!)} |\n");
            var recordings = await FitReading.ReadAsync(file);
            foreach (var (recording, session) in recordings.Zip(said!["sessions"]!.AsArray(), (ours, theirs) => (ours, theirs!)))
            {
                var (ours, theirs) = (Ours(recording), Theirs(session));
                table.Append(CultureInfo.InvariantCulture, $"| {name} | {recording.Sport} | {ours} | {theirs} |\n");
                Assert.Equal((name, theirs), (name, ours));
                compared++;
            }
            Assert.Equal((name, said["sessions"]!.AsArray().Count), (name, recordings.Count));
        }
        Assert.True(compared >= judge["files"]!.AsObject().Count - unread.Length);
        await File.WriteAllTextAsync(Path.Combine(Folder, $"{reader}.md"), table.ToString(), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
    }

    private static string RecordsOf(JsonNode said) =>
        RecordLine(
            (int)said["records"]!,
            (string?)said["lastRecord"] is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) : null,
            (double?)said["lastMeters"]
        );

    private static string RecordLine(int count, DateTimeOffset? last, double? meters) =>
        string.Create(CultureInfo.InvariantCulture, $"{count}, the last at {last:yyyy-MM-ddTHH:mm:ssZ} after {meters} m");

    private static string Ours(TrackFile recording)
    {
        var totals = recording.Totals!;
        return Line(
            totals.Start,
            totals.ElapsedSeconds,
            totals.TimerSeconds,
            totals.Distance,
            totals.Kilocalories,
            totals.AverageHeartRate,
            totals.MaxHeartRate
        );
    }

    private static string Theirs(JsonNode session) =>
        Line(
            DateTimeOffset.Parse((string)session["start"]!, CultureInfo.InvariantCulture),
            (double?)session["elapsedSeconds"],
            (double?)session["timerSeconds"],
            (double?)session["distanceMeters"],
            (int?)session["kilocalories"],
            (int?)session["averageHeartRate"],
            (int?)session["maxHeartRate"]
        );

    private static string Line(
        DateTimeOffset? start,
        double? elapsed,
        double? timer,
        double? meters,
        int? kilocalories,
        int? average,
        int? highest
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{start:yyyy-MM-ddTHH:mm:ssZ}, {elapsed} s, timer {timer} s, {meters} m, {kilocalories} kcal, heart rate {average} to {highest}"
        );

    private static IEnumerable<int> Numbers(JsonNode list) => list.AsArray().Select(number => (int)number!);

    private sealed class Records : IFitReceiver
    {
        private int count;
        private DateTimeOffset? last;
        private double? meters;

        public string Line => RecordLine(count, last, meters);

        public void BeginPart() { }

        public void Take(FitMessage message)
        {
            if (message.Type != FitMessageType.Record)
                return;
            count++;
            (last, meters) = (message.Time, message.Number(FitField.Distance));
        }

        public void EndPart() { }

        public void FindWrongChecksum() { }

        public void FindWrongEnd() { }
    }
}
