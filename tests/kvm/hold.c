/*
 * Holds a VM and a vCPU open. KVM patches its own code when the first is made and when the last is closed, and QEMU
 * before 8.1 now and then goes on with a stale translation of it on another processor: the machine hangs.
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

int main(void)
{
    int vm = ioctl(open("/dev/kvm", O_RDWR | O_CLOEXEC), KVM_CREATE_VM, 0);
    if (ioctl(vm, KVM_CREATE_VCPU, 0) < 0) {
        perror("hold: KVM_CREATE_VCPU");
        return 1;
    }
    for (;;)
        pause();
}
