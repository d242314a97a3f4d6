using System.Runtime.CompilerServices;

// The bare-metal platform is the other half of the panic and of the assembly stubs.
[assembly: InternalsVisibleTo("Airlock.Guest")]
