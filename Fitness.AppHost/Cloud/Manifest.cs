using YamlDotNet.RepresentationModel;

namespace Fitness.AppHost;

/// <summary>
/// What Aspire.Hosting.Docker 13.6 cannot write to the manifest: a process limit, and how the file was generated. The memory limit
/// is here as well, because Compose accepts the two only side by side.
/// </summary>
internal static class Manifest
{
    private const string MemoryLimit = "512m";
    private const string ProcessLimit = "256";

    private const string Header = """
        # Generated; do not edit. To change it, change Fitness.AppHost/Cloud/DockerHost.cs and run, in the repository's root:
        #
        #   dotnet run --project Fitness.AppHost -- --operation publish --step publish --output-path ../deploy
        #
        # To run it, set the variables that it names (Compose says which are missing, and what they are):
        #
        #   docker compose --file docker-compose.yaml up --detach --wait

        """;

    public static string Finish(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var api = (YamlMappingNode)stream.Documents[0].RootNode["services"][FitnessModel.Api];
        api.Add("mem_limit", MemoryLimit);
        api.Add("pids_limit", ProcessLimit);
        using var text = new StringWriter { NewLine = "\n" };
        text.Write(Header);
        stream.Save(text, assignAnchors: false);
        // The stream ends each document with a marker that a single document does not need.
        return text.ToString().TrimEnd('\n', '.') + "\n";
    }
}
