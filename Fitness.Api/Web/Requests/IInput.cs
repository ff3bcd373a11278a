using System.Text.Json.Serialization.Metadata;

namespace Fitness.Api.Web.Requests;

/// <summary>A type that requests carry. <see cref="InputReader{T}"/> reads it.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IInput<TSelf>
    where TSelf : class, IInput<TSelf>
{
    /// <summary>The JSON contract of the type.</summary>
    public static abstract JsonTypeInfo<TSelf> JsonType { get; }
}
