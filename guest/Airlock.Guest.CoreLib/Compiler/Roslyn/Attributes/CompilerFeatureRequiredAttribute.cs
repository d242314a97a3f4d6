namespace System.Runtime.CompilerServices;

/// <summary>Keeps older compilers away from newer metadata. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class CompilerFeatureRequiredAttribute : Attribute
{
    /// <summary>The feature.</summary>
    public string FeatureName { get; }

    /// <param name="featureName">The feature.</param>
    public CompilerFeatureRequiredAttribute(string featureName) => FeatureName = featureName;
}
