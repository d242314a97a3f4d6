using Airlock.Fuzz;
using Airlock.Fuzz.Engine;

// Before anything else: no assembly that is instrumented may have been loaded.
if (args is ["instrument"])
{
    Instrumentation.Apply();
    return 0;
}

return CommandLine.Create().Parse(args).Invoke();
