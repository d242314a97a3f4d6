namespace System;

/// <summary>Marks a <c>params</c> parameter. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParamArrayAttribute : Attribute;
