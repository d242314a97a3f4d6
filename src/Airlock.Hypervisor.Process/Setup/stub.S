# Makes the process that it runs in a guest, and disappears: maps guest RAM, gives up everything else, forbids itself
# every system call, and unmaps its own page. One page, without libc, without data, without stack; Intel syntax.
#
# Descriptor 3 is guest RAM. Page 0 of RAM, which the guest never has, holds the orders (StubOrders.cs).
# A step that fails ends the process with the step's number as its exit code (SetupStep.cs).
        .intel_syntax noprefix

# System calls of x86-64 (asm/unistd_64.h).
        .set    SYS_mmap, 9
        .set    SYS_munmap, 11
        .set    SYS_ptrace, 101
        .set    SYS_getppid, 110
        .set    SYS_prctl, 157
        .set    SYS_exit_group, 231
        .set    SYS_prlimit64, 302
        .set    SYS_seccomp, 317
        .set    SYS_close_range, 436

        .set    PROT_READ, 1
        .set    MAP_SHARED, 1
        .set    MAP_FIXED_NOREPLACE, 0x100000
        .set    PR_SET_PDEATHSIG, 1
        .set    PR_SET_DUMPABLE, 4
        .set    PR_SET_NAME, 15
        .set    PR_SET_TSC, 26
        .set    PR_TSC_SIGSEGV, 2
        .set    PR_SET_NO_NEW_PRIVS, 38
        .set    PR_SET_SPECULATION_CTRL, 53
        .set    PR_SPEC_INDIRECT_BRANCH, 1
        .set    PR_SPEC_FORCE_DISABLE, 8
        .set    PTRACE_TRACEME, 0
        .set    SIGKILL, 9
        .set    RLIMIT_CORE, 4
        .set    RLIMIT_NOFILE, 7
        .set    SECCOMP_SET_MODE_FILTER, 1

        .set    RAM, 3                  # the descriptor
        .set    PAGE, 0x1000
        .set    USER_END, 0x7ffffffff000 # the end of what a process has without asking for more

# The orders.
        .set    ORDERS_PARENT, 0
        .set    ORDERS_COUNT, 4
        .set    ORDERS_RANGES, 8
        .set    RANGE_ADDRESS, 0
        .set    RANGE_LENGTH, 8
        .set    RANGE_RIGHTS, 16
        .set    RANGE_SIZE, 24

# What follows fails as the step; RBX keeps its number.
        .macro  step number
        mov     ebx, \number
        .endm

        .macro  try number
        mov     eax, \number
        syscall
        test    rax, rax
        js      failed
        .endm

        .macro  prctl option, second=0, third=0
        mov     edi, \option
        mov     esi, \second
        mov     edx, \third
        xor     r10d, r10d
        xor     r8d, r8d
        mov     eax, SYS_prctl
        syscall
        .endm

        .macro  must_prctl option, second=0, third=0
        prctl   \option, \second, \third
        test    rax, rax
        js      failed
        .endm

        .macro  no_more resource
        xor     edi, edi
        mov     esi, \resource
        lea     rdx, [rip + nothing]
        xor     r10d, r10d
        try     SYS_prlimit64
        .endm

        .text
        .globl  _start
_start:
        step    1
        xor     edi, edi
        mov     esi, PAGE
        mov     edx, PROT_READ
        mov     r10d, MAP_SHARED
        mov     r8d, RAM
        xor     r9d, r9d
        try     SYS_mmap
        mov     r15, rax                # the orders

        # An end with the parent, who may be gone before that was said.
        step    2
        must_prctl PR_SET_PDEATHSIG, SIGKILL
        try     SYS_getppid
        cmp     eax, [r15 + ORDERS_PARENT]
        jne     failed

        step    3
        must_prctl PR_SET_NO_NEW_PRIVS, 1
        step    4
        mov     edi, PTRACE_TRACEME
        xor     esi, esi
        xor     edx, edx
        xor     r10d, r10d
        try     SYS_ptrace
        step    5
        must_prctl PR_SET_DUMPABLE, 0
        int3                            # the tracer sees to it that nobody survives it

        mov     edi, PR_SET_NAME        # for ps(1); a machine without a name is none the worse
        lea     rsi, [rip + name]
        mov     eax, SYS_prctl
        syscall
        step    6
        no_more RLIMIT_CORE
        no_more RLIMIT_NOFILE

        # Whatever a personality may have put below this page (personality(2), MMAP_PAGE_ZERO).
        step    7
        xor     edi, edi
        lea     rsi, [rip + __executable_start]
        mov     r13, rsi                # this page
        try     SYS_munmap

        step    8
        mov     r12d, [r15 + ORDERS_COUNT]
        lea     r14, [r15 + ORDERS_RANGES]
range:  sub     r12d, 1
        jb      mapped
        mov     rdi, [r14 + RANGE_ADDRESS]
        mov     r9, rdi                 # RAM starts at 0, so the address is the offset, too
        mov     rsi, [r14 + RANGE_LENGTH]
        mov     edx, [r14 + RANGE_RIGHTS]
        mov     r10d, MAP_SHARED | MAP_FIXED_NOREPLACE
        mov     r8d, RAM
        try     SYS_mmap
        cmp     rax, [r14 + RANGE_ADDRESS]
        jne     failed
        add     r14, RANGE_SIZE
        jmp     range

        # Against side channels, where the host can: no clock that counts cycles, no branch prediction shared with others.
mapped: prctl   PR_SET_TSC, PR_TSC_SIGSEGV
        prctl   PR_SET_SPECULATION_CTRL, PR_SPEC_INDIRECT_BRANCH, PR_SPEC_FORCE_DISABLE

        step    9
        xor     edi, edi
        mov     esi, -1
        xor     edx, edx
        try     SYS_close_range

        # Everything above this page: stack, vdso, orders.
        step    10
        lea     rdi, [r13 + PAGE]
        movabs  rsi, USER_END
        sub     rsi, rdi
        try     SYS_munmap

        step    11
        mov     edi, SECCOMP_SET_MODE_FILTER
        xor     esi, esi
        lea     rdx, [rip + program]
        try     SYS_seccomp

        # The last call that the filter lets through. It returns to where nothing is: SIGSEGV at "ready".
        mov     rdi, r13
        mov     esi, PAGE
        mov     eax, SYS_munmap
        syscall
        .globl  ready
ready:  ud2

failed: mov     edi, ebx
        mov     eax, SYS_exit_group
        syscall
        ud2

name:   .asciz  "airlock-guest"
        .balign 8
nothing: .quad  0, 0                    # struct rlimit

# struct sock_fprog, struct sock_filter (linux/filter.h): munmap right before "ready" is allowed, everything else is
# SIGSYS, which the tracer sees.
        .macro  load offset             # BPF_LD | BPF_W | BPF_ABS
        .short  0x20
        .byte   0, 0
        .long   \offset
        .endm

        .macro  unless_equal value, skip # BPF_JMP | BPF_JEQ | BPF_K
        .short  0x15
        .byte   0, \skip
        .long   \value
        .endm

        .macro  return value            # BPF_RET | BPF_K
        .short  0x06
        .byte   0, 0
        .long   \value
        .endm

        .set    DATA_NUMBER, 0          # struct seccomp_data (linux/seccomp.h)
        .set    DATA_ARCHITECTURE, 4
        .set    DATA_POINTER, 8
        .set    AUDIT_ARCH_X86_64, 0xc000003e
        .set    RET_TRAP, 0x00030000
        .set    RET_ALLOW, 0x7fff0000

        .balign 8
program: .quad  (end - filter) / 8, filter
filter: load    DATA_ARCHITECTURE
        unless_equal AUDIT_ARCH_X86_64, 7
        load    DATA_NUMBER
        unless_equal SYS_munmap, 5
        load    DATA_POINTER
        unless_equal ready_low, 3
        load    DATA_POINTER + 4
        unless_equal ready_high, 1
        return  RET_ALLOW
        return  RET_TRAP
end:
