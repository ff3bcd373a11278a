using Fitness.Tests.Hosting;

[assembly: AssemblyFixture(typeof(SharedEngine))]
