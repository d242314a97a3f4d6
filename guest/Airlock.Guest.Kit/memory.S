# memmove, memcpy, memset: small blocks by a few overlapping moves, middle ones by 16-byte vectors, large ones by the
# string instructions, which processors since 2012 run at the speed of memory.
        .intel_syntax noprefix
        .set    large, 512              # from here on the start-up cost of a string instruction is worth it

        .section .text.memmove, "ax", @progbits
        .globl  memcpy
        .globl  memmove
        .type   memcpy, @function
        .type   memmove, @function
# RDI destination, RSI source, RDX bytes; returns the destination. The blocks may overlap.
memcpy:
memmove:
        mov     rax, rdi
        cmp     rdx, 16
        jb      .Lmove_below_16
        cmp     rdx, 32
        ja      .Lmove_above_32
        movups  xmm0, [rsi]
        movups  xmm1, [rsi + rdx - 16]
        movups  [rdi], xmm0
        movups  [rdi + rdx - 16], xmm1
        ret

.Lmove_below_16:
        cmp     edx, 8
        jb      .Lmove_below_8
        mov     rcx, [rsi]
        mov     r8, [rsi + rdx - 8]
        mov     [rdi], rcx
        mov     [rdi + rdx - 8], r8
        ret
.Lmove_below_8:
        cmp     edx, 4
        jb      .Lmove_below_4
        mov     ecx, [rsi]
        mov     r8d, [rsi + rdx - 4]
        mov     [rdi], ecx
        mov     [rdi + rdx - 4], r8d
        ret
.Lmove_below_4:
        test    edx, edx
        jz      .Lmove_done
        mov     r10d, edx
        shr     r10d, 1                 # the middle of 3, the last of 2, the only one of 1
        movzx   ecx, byte ptr [rsi]
        movzx   r8d, byte ptr [rsi + rdx - 1]
        movzx   r9d, byte ptr [rsi + r10]
        mov     [rdi], cl
        mov     [rdi + rdx - 1], r8b
        mov     [rdi + r10], r9b
        ret

.Lmove_above_32:
        mov     rcx, rdi
        sub     rcx, rsi
        cmp     rcx, rdx                # unsigned: the destination starts inside the source
        jb      .Lmove_backward
        cmp     rdx, large
        jae     .Lmove_string
        movups  xmm1, [rsi + rdx - 16]  # the tail, before anything overwrites it
        lea     r8, [rdi + rdx - 16]
.Lmove_forward_next:
        movups  xmm0, [rsi]
        movups  [rdi], xmm0
        add     rsi, 16
        add     rdi, 16
        cmp     rdi, r8
        jb      .Lmove_forward_next
        movups  [r8], xmm1
        ret
.Lmove_string:
        mov     rcx, rdx
        rep movsb
        ret

.Lmove_backward:
        movups  xmm1, [rsi]             # the head, before anything overwrites it
.Lmove_backward_next:
        movups  xmm0, [rsi + rdx - 16]
        movups  [rdi + rdx - 16], xmm0
        sub     rdx, 16
        cmp     rdx, 16
        ja      .Lmove_backward_next
        movups  [rdi], xmm1
.Lmove_done:
        ret

        .section .text.memset, "ax", @progbits
        .globl  airlock_memzero
        .globl  memset
        .type   airlock_memzero, @function
        .type   memset, @function
# RDI destination, RSI bytes.
airlock_memzero:
        mov     rdx, rsi
        xor     esi, esi
# RDI destination, SIL value, RDX bytes; returns the destination.
memset:
        mov     rax, rdi
        movzx   esi, sil
        cmp     rdx, large
        jae     .Lset_string
        movabs  rcx, 0x0101010101010101
        imul    rcx, rsi                # the value in all eight bytes
        cmp     rdx, 16
        jb      .Lset_below_16
        movq    xmm0, rcx
        punpcklqdq xmm0, xmm0
        lea     r8, [rdi + rdx - 16]
.Lset_next:
        movups  [rdi], xmm0
        add     rdi, 16
        cmp     rdi, r8
        jb      .Lset_next
        movups  [r8], xmm0
        ret

.Lset_below_16:
        cmp     edx, 8
        jb      .Lset_below_8
        mov     [rdi], rcx
        mov     [rdi + rdx - 8], rcx
        ret
.Lset_below_8:
        cmp     edx, 4
        jb      .Lset_below_4
        mov     [rdi], ecx
        mov     [rdi + rdx - 4], ecx
        ret
.Lset_below_4:
        test    edx, edx
        jz      .Lset_done
        mov     [rdi], cl
        mov     [rdi + rdx - 1], cl
        shr     edx, 1
        mov     [rdi + rdx], cl
.Lset_done:
        ret

.Lset_string:
        mov     r8, rax
        mov     eax, esi
        mov     rcx, rdx
        rep stosb
        mov     rax, r8
        ret

        .section .note.GNU-stack, "", @progbits
