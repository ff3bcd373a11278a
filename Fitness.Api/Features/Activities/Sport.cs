using System.Text.Json.Serialization;
using Fitness.Api.Web.Json;

namespace Fitness.Api.Features.Activities;

/// <summary>The type of an activity. The names follow the FIT profile's <c>sport</c> and <c>sub_sport</c>.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Sport>))]
public enum Sport
{
    /// <summary>Running.</summary>
    Running,

    /// <summary>Trail running.</summary>
    TrailRunning,

    /// <summary>Treadmill running.</summary>
    TreadmillRunning,

    /// <summary>Walking.</summary>
    Walking,

    /// <summary>Hiking.</summary>
    Hiking,

    /// <summary>Mountaineering.</summary>
    Mountaineering,

    /// <summary>Cycling.</summary>
    Cycling,

    /// <summary>Mountain biking.</summary>
    MountainBiking,

    /// <summary>Gravel cycling.</summary>
    GravelCycling,

    /// <summary>Indoor cycling.</summary>
    IndoorCycling,

    /// <summary>Cycling with an electric motor.</summary>
    EBiking,

    /// <summary>Swimming.</summary>
    Swimming,

    /// <summary>Open water swimming.</summary>
    OpenWaterSwimming,

    /// <summary>Rowing.</summary>
    Rowing,

    /// <summary>Indoor rowing.</summary>
    IndoorRowing,

    /// <summary>Kayaking.</summary>
    Kayaking,

    /// <summary>Stand up paddleboarding.</summary>
    StandUpPaddleboarding,

    /// <summary>Surfing.</summary>
    Surfing,

    /// <summary>Sailing.</summary>
    Sailing,

    /// <summary>Cross country skiing.</summary>
    CrossCountrySkiing,

    /// <summary>Alpine skiing.</summary>
    AlpineSkiing,

    /// <summary>Snowboarding.</summary>
    Snowboarding,

    /// <summary>Snowshoeing.</summary>
    Snowshoeing,

    /// <summary>Ice skating.</summary>
    IceSkating,

    /// <summary>Inline skating.</summary>
    InlineSkating,

    /// <summary>Strength training.</summary>
    StrengthTraining,

    /// <summary>Cardio training.</summary>
    CardioTraining,

    /// <summary>High-intensity interval training.</summary>
    Hiit,

    /// <summary>Yoga.</summary>
    Yoga,

    /// <summary>Pilates.</summary>
    Pilates,

    /// <summary>Elliptical.</summary>
    Elliptical,

    /// <summary>Stair climbing.</summary>
    StairClimbing,

    /// <summary>Rock climbing.</summary>
    RockClimbing,

    /// <summary>Soccer.</summary>
    Soccer,

    /// <summary>Basketball.</summary>
    Basketball,

    /// <summary>Tennis.</summary>
    Tennis,

    /// <summary>Golf.</summary>
    Golf,

    /// <summary>Horseback riding.</summary>
    HorsebackRiding,

    /// <summary>Boxing.</summary>
    Boxing,

    /// <summary>Dancing.</summary>
    Dancing,

    /// <summary>Any other sport.</summary>
    Other,
}

/// <summary>Where an activity comes from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActivitySource>))]
public enum ActivitySource
{
    /// <summary>Recorded by the mobile app.</summary>
    App,

    /// <summary>Recorded by a device, such as a watch.</summary>
    Device,

    /// <summary>Entered by hand.</summary>
    Manual,
}
