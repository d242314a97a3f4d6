namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>How far an instruction has come.</summary>
internal enum EmulationStep
{
    /// <summary>It isn't one that is emulated, or not the cause of this fault: the fault is the guest's own.</summary>
    Refused,

    /// <summary>The access in <see cref="InstructionEmulator.Exit"/> has to be answered before it goes on.</summary>
    Exit,

    /// <summary>It is carried out, or one piece of a repeated one is: the guest goes on with these registers.</summary>
    Done,

    /// <summary>
    /// It is one that is emulated, but the guest has no right to the RAM that it also touches, at
    /// <see cref="InstructionEmulator.FaultingAddress"/>.
    /// </summary>
    PageFault,
}
