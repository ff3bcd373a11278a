namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>What is kept of users beside their data.</summary>
public interface IUserRecords
{
    /// <summary>Forgets a user, also what is still on its way.</summary>
    public void Erase(string userId);
}
