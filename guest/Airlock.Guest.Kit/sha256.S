# SHA-256 by the processor's SHA extensions (Intel SDM 1, 12.1.2; FIPS 180-4, 6.2.2). System V calling convention.
        .intel_syntax noprefix

        .set    ssse3, 1 << 9           # CPUID.1:ECX
        .set    sha, 1 << 29            # CPUID.7.0:EBX

        .section .text.airlock_has_sha, "ax", @progbits
        .globl  airlock_has_sha
        .type   airlock_has_sha, @function
# Returns 1 if the processor has them, and the shuffles that they are used with; 0 otherwise.
airlock_has_sha:
        push    rbx
        xor     eax, eax
        cpuid
        cmp     eax, 7
        jb      .Lhas_not
        mov     eax, 1
        cpuid
        test    ecx, ssse3
        jz      .Lhas_not
        mov     eax, 7
        xor     ecx, ecx
        cpuid
        test    ebx, sha
        jz      .Lhas_not
        mov     eax, 1
        pop     rbx
        ret
.Lhas_not:
        xor     eax, eax
        pop     rbx
        ret

# Four rounds. XMM1 holds a, b, e, f and XMM2 c, d, g, h, highest first. \now are the words of these rounds, \next, \later
# and \last those of the rounds behind, which each group of four helps to make.
        .macro  four_rounds first, now, next, later, last
        .if \first < 16
        movdqu  \now, [rsi + \first * 4]
        pshufb  \now, xmm8              # big-endian words
        .endif
        movdqa  xmm0, [rax + \first * 4]
        paddd   xmm0, \now
        sha256rnds2 xmm2, xmm1
        .if \first >= 12 && \first < 60
        movdqa  xmm7, \now
        palignr xmm7, \last, 4
        paddd   \next, xmm7
        sha256msg2 \next, \now
        .endif
        punpckhqdq xmm0, xmm0
        sha256rnds2 xmm1, xmm2
        .if \first >= 4 && \first < 52
        sha256msg1 \last, \now
        .endif
        .endm

        .macro  sixteen_rounds first
        four_rounds "(\first)", xmm3, xmm4, xmm5, xmm6
        four_rounds "(\first + 4)", xmm4, xmm5, xmm6, xmm3
        four_rounds "(\first + 8)", xmm5, xmm6, xmm3, xmm4
        four_rounds "(\first + 12)", xmm6, xmm3, xmm4, xmm5
        .endm

        .section .text.airlock_sha256, "ax", @progbits
        .globl  airlock_sha256
        .type   airlock_sha256, @function
# RDI the eight words of the state, RSI blocks of 64 bytes, RDX how many there are. Only where airlock_has_sha says so.
airlock_sha256:
        test    rdx, rdx
        jz      .Lsha256_end
        lea     rax, [rip + .Lsha256_constants]
        movdqa  xmm8, [rip + .Lsha256_byte_order]
        movdqu  xmm1, [rdi]             # a, b, c, d, lowest first
        movdqu  xmm2, [rdi + 16]        # e, f, g, h
        movdqa  xmm7, xmm1
        punpcklqdq xmm1, xmm2           # a, b, e, f
        punpckhqdq xmm2, xmm7           # g, h, c, d
        pshufd  xmm1, xmm1, 0x1b        # f, e, b, a
        pshufd  xmm2, xmm2, 0xb1        # h, g, d, c
.Lsha256_block:
        movdqa  xmm9, xmm1
        movdqa  xmm10, xmm2
        sixteen_rounds 0
        sixteen_rounds 16
        sixteen_rounds 32
        sixteen_rounds 48
        paddd   xmm1, xmm9
        paddd   xmm2, xmm10
        add     rsi, 64
        dec     rdx
        jnz     .Lsha256_block
        movdqa  xmm7, xmm1
        punpcklqdq xmm1, xmm2           # f, e, h, g
        punpckhqdq xmm2, xmm7           # d, c, b, a
        pshufd  xmm1, xmm1, 0xb1        # e, f, g, h
        pshufd  xmm2, xmm2, 0x1b        # a, b, c, d
        movdqu  [rdi], xmm2
        movdqu  [rdi + 16], xmm1
.Lsha256_end:
        ret

        .section .rodata.airlock_sha256, "a", @progbits
        .balign 16
.Lsha256_byte_order:
        .byte   3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12
.Lsha256_constants:                     # 4.2.2
        .long   0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5
        .long   0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174
        .long   0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da
        .long   0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967
        .long   0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85
        .long   0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070
        .long   0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3
        .long   0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2

        .section .note.GNU-stack, "", @progbits
