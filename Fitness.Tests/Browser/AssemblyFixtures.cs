using Fitness.Tests.Chromium;
using Fitness.Tests.Hosting;

[assembly: AssemblyFixture(typeof(SharedEngine))]
[assembly: AssemblyFixture(typeof(TestBrowser))]
