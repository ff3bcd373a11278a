using Fitness.Api.Features.Activities;

namespace Fitness.Api.Features.Import;

/// <summary>The sports of FIT's profile (types <c>sport</c> and <c>sub_sport</c>), each with the sport here.</summary>
internal static class FitSports
{
    /// <summary>The way from one sport of a session to the next, which is no recording.</summary>
    public const int Transition = 3;

    /// <summary>Several sports together; not one of them.</summary>
    public const int Multisport = 18;
    private const int Generic = 0;

    // Of these, only the sub-sport tells what was done: none, fitness equipment, training, multisport, any.
    private static readonly int[] Unspecific = [0, 4, 10, Multisport, 254];

    /// <summary>By the number of the sport. Those without one here are known, and are another sport.</summary>
    public static readonly IReadOnlyDictionary<int, Sport> Sports = new Dictionary<int, Sport>
    {
        [0] = Sport.Other, // generic
        [1] = Sport.Running,
        [2] = Sport.Cycling,
        [Transition] = Sport.Other,
        [4] = Sport.Other, // fitness equipment
        [5] = Sport.Swimming,
        [6] = Sport.Basketball,
        [7] = Sport.Soccer,
        [8] = Sport.Tennis,
        [9] = Sport.Other, // American football
        [10] = Sport.Other, // training
        [11] = Sport.Walking,
        [12] = Sport.CrossCountrySkiing,
        [13] = Sport.AlpineSkiing,
        [14] = Sport.Snowboarding,
        [15] = Sport.Rowing,
        [16] = Sport.Mountaineering,
        [17] = Sport.Hiking,
        [Multisport] = Sport.Other,
        [19] = Sport.Kayaking, // paddling
        [20] = Sport.Other, // flying
        [21] = Sport.EBiking,
        [22] = Sport.Other, // motorcycling
        [23] = Sport.Other, // boating
        [24] = Sport.Other, // driving
        [25] = Sport.Golf,
        [26] = Sport.Other, // hang gliding
        [27] = Sport.HorsebackRiding,
        [28] = Sport.Other, // hunting
        [29] = Sport.Other, // fishing
        [30] = Sport.InlineSkating,
        [31] = Sport.RockClimbing,
        [32] = Sport.Sailing,
        [33] = Sport.IceSkating,
        [34] = Sport.Other, // sky diving
        [35] = Sport.Snowshoeing,
        [36] = Sport.Other, // snowmobiling
        [37] = Sport.StandUpPaddleboarding,
        [38] = Sport.Surfing,
        [39] = Sport.Other, // wakeboarding
        [40] = Sport.Other, // water skiing
        [41] = Sport.Kayaking,
        [42] = Sport.Other, // rafting
        [43] = Sport.Other, // windsurfing
        [44] = Sport.Other, // kitesurfing
        [45] = Sport.Other, // tactical
        [46] = Sport.Other, // jumpmaster
        [47] = Sport.Boxing,
        [48] = Sport.StairClimbing, // floor climbing
        [49] = Sport.Other, // baseball
        [53] = Sport.Other, // diving
        [56] = Sport.Other, // shooting
        [58] = Sport.Other, // winter sport
        [59] = Sport.Other, // grinding
        [62] = Sport.Hiit,
        [63] = Sport.Other, // video gaming
        [64] = Sport.Other, // racket
        [65] = Sport.Other, // wheelchair, pushed at a walk
        [66] = Sport.Other, // wheelchair, pushed at a run
        [67] = Sport.Other, // meditation
        [68] = Sport.Other, // para sport
        [69] = Sport.Other, // disc golf
        [70] = Sport.Other, // team sport
        [71] = Sport.Other, // cricket
        [72] = Sport.Other, // rugby
        [73] = Sport.Other, // hockey
        [74] = Sport.Other, // lacrosse
        [75] = Sport.Other, // volleyball
        [76] = Sport.Other, // water tubing
        [77] = Sport.Other, // wakesurfing
        [78] = Sport.Other, // water sport
        [79] = Sport.Other, // archery
        [80] = Sport.Other, // mixed martial arts
        [81] = Sport.Other, // motor sports
        [82] = Sport.Other, // snorkeling
        [83] = Sport.Dancing,
        [84] = Sport.Other, // jump rope
        [85] = Sport.Other, // pool apnea
        [86] = Sport.Other, // mobility
        [87] = Sport.Other, // geocaching
        [88] = Sport.Kayaking, // canoeing
        [254] = Sport.Other, // all
    };

    /// <summary>By the number of the sub-sport: a more exact sport, and of which sports it is one. Those without one say nothing more here.</summary>
    public static readonly IReadOnlyDictionary<int, SubSport?> SubSports = new Dictionary<int, SubSport?>
    {
        [0] = null, // generic
        [1] = new(Sport.TreadmillRunning, Sport.Running),
        [2] = null, // street
        [3] = new(Sport.TrailRunning, Sport.Running),
        [4] = null, // track
        [5] = new(Sport.IndoorCycling, Sport.Cycling), // spin
        [6] = new(Sport.IndoorCycling, Sport.Cycling),
        [7] = new(Sport.Cycling), // road
        [8] = new(Sport.MountainBiking, Sport.Cycling),
        [9] = new(Sport.MountainBiking, Sport.Cycling), // downhill
        [10] = new(Sport.Cycling), // recumbent
        [11] = new(Sport.Cycling), // cyclocross
        [12] = new(Sport.Cycling), // hand cycling
        [13] = new(Sport.Cycling), // track cycling
        [14] = new(Sport.IndoorRowing, Sport.Rowing),
        [15] = new(Sport.Elliptical),
        [16] = new(Sport.StairClimbing),
        [17] = new(Sport.Swimming), // lap swimming
        [18] = new(Sport.OpenWaterSwimming, Sport.Swimming),
        [19] = null, // flexibility training
        [20] = new(Sport.StrengthTraining),
        [21] = null, // warm up
        [22] = null, // match
        [23] = null, // exercise
        [24] = null, // challenge
        [25] = null, // indoor skiing
        [26] = new(Sport.CardioTraining),
        [27] = new(Sport.Walking), // indoor walking
        [28] = new(Sport.EBiking, Sport.Cycling),
        [29] = new(Sport.Cycling), // BMX
        [30] = new(Sport.Walking), // casual walking
        [31] = new(Sport.Walking), // speed walking
        [32] = null, // transition from bike to run
        [33] = null, // transition from run to bike
        [34] = null, // transition from swim to bike
        [35] = null, // ATV
        [36] = null, // motocross
        [37] = null, // backcountry
        [38] = null, // resort
        [39] = null, // RC drone
        [40] = null, // wingsuit
        [41] = null, // whitewater
        [42] = new(Sport.CrossCountrySkiing), // skate skiing
        [43] = new(Sport.Yoga),
        [44] = new(Sport.Pilates),
        [45] = new(Sport.TreadmillRunning, Sport.Running), // indoor running
        [46] = new(Sport.GravelCycling, Sport.Cycling),
        [47] = new(Sport.EBiking, Sport.Cycling), // e-bike mountain
        [48] = null, // commuting
        [49] = new(Sport.GravelCycling, Sport.Cycling), // mixed surface
        [50] = null, // navigate
        [51] = null, // track me
        [52] = null, // map
        [53] = null, // single-gas diving
        [54] = null, // multi-gas diving
        [55] = null, // gauge diving
        [56] = null, // apnea diving
        [57] = null, // apnea hunting
        // Of a virtual activity the sport decides, as of the words that other formats have for it.
        [58] = new([(Sport.Running, Sport.TreadmillRunning), (Sport.Cycling, Sport.IndoorCycling), (Sport.Rowing, Sport.IndoorRowing)]),
        [59] = null, // obstacle
        [62] = null, // breathing
        [63] = null, // closed-circuit diving
        [65] = null, // sail race
        [66] = null, // expedition
        [67] = null, // ultra
        [68] = new(Sport.RockClimbing), // indoor climbing
        [69] = new(Sport.RockClimbing), // bouldering
        [70] = new(Sport.Hiit),
        [71] = null, // indoor grinding
        [72] = null, // hunting with dogs
        [73] = new(Sport.Hiit), // AMRAP
        [74] = new(Sport.Hiit), // EMOM
        [75] = new(Sport.Hiit), // tabata
        [77] = null, // e-sport
        [78] = null, // triathlon
        [79] = null, // duathlon
        [80] = null, // brick
        [81] = null, // swim run
        [82] = null, // adventure race
        [83] = null, // trucker workout
        [84] = null, // pickleball
        [85] = null, // padel
        [86] = null, // indoor wheelchair walk
        [87] = null, // indoor wheelchair run
        [88] = new(Sport.IndoorCycling, Sport.Cycling), // indoor hand cycling
        [90] = null, // field
        [91] = null, // ice
        [92] = null, // ultimate
        [93] = null, // platform
        [94] = null, // squash
        [95] = null, // badminton
        [96] = null, // racquetball
        [97] = null, // table tennis
        [98] = null, // overland
        [99] = null, // trolling motor
        [110] = null, // fly canopy
        [111] = null, // fly paraglide
        [112] = null, // fly paramotor
        [113] = null, // fly pressurized
        [114] = null, // fly navigate
        [115] = null, // fly timer
        [116] = null, // fly altimeter
        [117] = null, // fly weather
        [118] = null, // fly visual
        [119] = null, // fly instruments
        [121] = null, // dynamic apnea
        [123] = null, // enduro
        [124] = null, // rucking
        [125] = null, // rally
        [126] = null, // pool triathlon
        [127] = new(Sport.EBiking, Sport.Cycling), // e-bike enduro
        [153] = new(Sport.MountainBiking, Sport.Cycling), // mountain enduro
        [154] = new(Sport.MountainBiking, Sport.Cycling), // mountain downhill
        [254] = null, // all
    };

    /// <summary>The sport; another one where FIT's is not known, null where there is none. A sub-sport that is not known leaves the sport as it is.</summary>
    public static Sport? Find(int? sport, int? subSport)
    {
        if (sport is null && subSport is null or Generic)
            return null;
        var known = sport is { } number ? Sports.GetValueOrDefault(number, Sport.Other) : Sport.Other;
        var isUnspecific = sport is null || Unspecific.Contains(sport.Value);
        return subSport is { } sub && SubSports.GetValueOrDefault(sub) is { } more ? more.Of(known, isUnspecific) : known;
    }
}

/// <summary>What a sub-sport makes of a sport.</summary>
internal sealed class SubSport
{
    private readonly (Sport Of, Sport Is)[] cases;

    /// <param name="cases">The more exact sport of each sport that it can be one of.</param>
    public SubSport((Sport Of, Sport Is)[] cases) => this.cases = cases;

    /// <param name="sport">The more exact sport.</param>
    /// <param name="of">The sport of which it is one; the same unless given.</param>
    public SubSport(Sport sport, Sport? of = null)
        : this([(of ?? sport, sport)]) { }

    /// <summary>The more exact sport; of a sport that it does not go with, the sport itself.</summary>
    public Sport Of(Sport sport, bool isUnspecific)
    {
        foreach (var one in cases)
        {
            if (one.Of == sport)
                return one.Is;
        }
        return isUnspecific && cases is [var only] ? only.Is : sport;
    }
}
