# The way in, and what C# has no words for. Intel syntax; the System V calling convention, which compiled C# follows too.
# Nothing here needs ring 0 but HLT, which in ring 3 ends the run just the same: it traps to the VMM.
        .intel_syntax noprefix

# The processor starts at the first byte of the image. A flat binary has no headers, so the note stands at a fixed
# offset right behind the jump: 0x10.
        .section .text.start, "ax", @progbits
        .globl  _start
_start:
        jmp     airlock_start
        .balign 16, 0xcc

# Which kit made this image, as an ELF note: name, version. Readers of flat binaries find the same bytes at 0x10.
        .section .note.airlock, "a", @note
        .balign 4
        .long   2f - 1f                 # length of the name
        .long   4f - 3f                 # length of the version
        .long   1                       # type: version of the kit
1:      .asciz  "Airlock"
2:      .balign 4
3:      .asciz  AIRLOCK_KIT_VERSION
4:      .balign 4

        .section .text.airlock_start, "ax", @progbits
        .type   airlock_start, @function
airlock_start:
        # RSP is 0x2fff8, as if this had been called (contract, section 1); a foreign VMM may have it otherwise, and
        # compiled C# stores aligned vectors on the stack.
        and     rsp, -16
        xor     ebp, ebp                # the end of the chain of frames
        cld
        # A fresh cookie for each run. The low byte is zero, so that no string copied over it can forge it.
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        movabs  rcx, 0x9e3779b97f4a7c15
        imul    rax, rcx
        shl     rax, 8
        mov     [rip + __security_cookie], rax
        call    airlock_main            # RDI: the boot configuration, or 0; the program's only argument

        .globl  airlock_halt
        .type   airlock_halt, @function
airlock_halt:
        hlt
        jmp     airlock_halt            # an interrupt in ring 0 ends HLT

        .section .data.__security_cookie, "aw", @progbits
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0

# Ports: (port, value) or (port).
        .macro  port_function name
        .section .text.\name, "ax", @progbits
        .globl  \name
        .type   \name, @function
\name:
        mov     edx, edi
        .endm

        port_function airlock_out8
        mov     eax, esi
        out     dx, al
        ret

        port_function airlock_out16
        mov     eax, esi
        out     dx, ax
        ret

        port_function airlock_out32
        mov     eax, esi
        out     dx, eax
        ret

        port_function airlock_in8
        in      al, dx
        movzx   eax, al
        ret

        port_function airlock_in16
        in      ax, dx
        movzx   eax, ax
        ret

        port_function airlock_in32
        in      eax, dx
        ret

        .section .text.airlock_pause, "ax", @progbits
        .globl  airlock_pause
        .type   airlock_pause, @function
airlock_pause:
        pause
        ret

# RBP: the frame of the calling C# method.
        .section .text.airlock_frame_pointer, "ax", @progbits
        .globl  airlock_frame_pointer
        .type   airlock_frame_pointer, @function
airlock_frame_pointer:
        mov     rax, rbp
        ret

# Frames of three pages and more ask first whether the stack has room. In: R11, the lowest address they want; all registers
# stay as they are. All of the stack is there from the start, so no page needs touching.
        .section .text.RhpStackProbe, "ax", @progbits
        .globl  RhpStackProbe
        .type   RhpStackProbe, @function
RhpStackProbe:
        cmp     r11, offset airlock_stack_bottom
        jb      airlock_stack_overflow
        ret
airlock_stack_overflow:
        mov     rsp, offset airlock_stack_top   # the report needs a stack
        mov     edi, 10                         # PanicCode.StackOverflow
        xor     esi, esi
        call    airlock_panic

# Storing a reference (to a literal string): nobody collects garbage, nobody needs to know.
        .section .text.RhpAssignRef, "ax", @progbits
        .globl  RhpAssignRef
        .globl  RhpCheckedAssignRef
RhpAssignRef:
RhpCheckedAssignRef:
        mov     [rdi], rsi
        ret

        .section .text.RhpByRefAssignRef, "ax", @progbits
        .globl  RhpByRefAssignRef
RhpByRefAssignRef:                      # RDI and RSI move on; only RCX may be lost besides
        mov     rcx, [rsi]
        mov     [rdi], rcx
        add     rdi, 8
        add     rsi, 8
        ret

        .section .note.GNU-stack, "", @progbits
