using Fitness.Tests.Hosting;

[assembly: AssemblyFixture(typeof(SharedEngine))]
[assembly: AssemblyFixture(typeof(BuiltImage))]
