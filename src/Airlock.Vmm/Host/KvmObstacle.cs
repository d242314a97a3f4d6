namespace Airlock.Vmm.Host;

/// <summary>The one thing that keeps KVM from being used here: the first on the way from the processor to the user.</summary>
public enum KvmObstacle
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The processor has neither VMX nor SVM, or the firmware has it switched off.</summary>
    NoExtensions,

    /// <summary>This host is a virtual machine, to which the outer hypervisor doesn't pass VMX or SVM on.</summary>
    NestedOff,

    /// <summary>The same in WSL2, where a setting of Windows decides.</summary>
    Wsl,

    /// <summary>The kernel's module isn't loaded.</summary>
    NoModule,

    /// <summary>The module is there, and this container hasn't been given the device.</summary>
    Container,

    /// <summary>The module is there, and the device node isn't.</summary>
    NoDevice,

    /// <summary>The device belongs to a group that this user isn't in.</summary>
    NotInGroup,

    /// <summary>The user is in the device's group, and this process isn't: it was started before.</summary>
    StaleLogin,

    /// <summary>The device is there and not for this process: its mode, or a container's rules on devices.</summary>
    Forbidden,

    /// <summary>Something else; the finding has it in KVM's words.</summary>
    Other,
}
