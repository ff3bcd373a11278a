using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fitness.Api.Features.EnvironmentDescription;
using Fitness.Tests.Hosting;
using Fitness.Tests.Support;

namespace Fitness.Tests.EnvironmentDescription;

/// <summary>The bill of materials of a build, and what the service says of its packages.</summary>
public sealed class BillOfMaterialsTests
{
    [Fact]
    public async Task A_service_from_the_sources_has_the_packages_of_the_builds_bill_of_materials()
    {
        var bill = PackageList.OfBill(JsonNode.Parse(await File.ReadAllTextAsync(BillOfMaterials.PathOfThisProgram))!);
        Assert.Contains(bill, line => line.StartsWith("AWSSDK.DynamoDBv2.dll AWSSDK.DynamoDBv2 ", StringComparison.Ordinal));
        var (_, output) = await ApiProcess.CommandAsync(ApiProgram.DescribeCommand);
        Assert.Equal(bill, PackageList.OfDescription(JsonNode.Parse(output)!));
    }

    [Fact]
    public void Its_hashes_are_those_of_the_files()
    {
        var assemblies = BillOfMaterials.Read(BillOfMaterials.PathOfThisProgram)!.Assemblies.ToList();
        Assert.NotEmpty(assemblies);
        Assert.All(assemblies, assembly =>
            Assert.Equal(
                Convert.ToHexStringLower(
                    SHA256.HashData(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{assembly.Name}.dll")))
                ),
                assembly.Assembly.Sha256
            )
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{ "components": [{ "name": null }] }""")]
    public async Task A_program_that_has_none_still_describes_itself(string? content)
    {
        var path = Path.Combine(Folders.Create(), ApiProgram.BillOfMaterials);
        if (content is not null)
            await File.WriteAllTextAsync(path, content);
        Assert.Null(BillOfMaterials.Read(path));
    }
}
