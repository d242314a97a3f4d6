# The way from QEMU's entry (PVH: 32 bits, paging off) to the guest's: 64 bits, ring 3, the registers of the machine
# contract. What memory looks like by then is shim.c's business.
	.section .note.Xen, "a", @note
	.balign 4
	.long	4, 4, 18                # XEN_ELFNOTE_PHYS32_ENTRY: QEMU starts here
	.asciz	"Xen"
	.long	_start

	.code32
	.text
	.globl	_start
_start:	cli
	cld
	movl	$stack_top, %esp
	pushl	%ebx                    # struct hvm_start_info
	call	prepare
	movl	%cr4, %eax
	orl	$0x620, %eax            # PAE, OSFXSR, OSXMMEXCPT
	movl	%eax, %cr4
	movl	$pml4, %eax
	movl	%eax, %cr3
	movl	$0xc0000080, %ecx       # EFER: NXE, LME
	rdmsr
	orl	$0x900, %eax
	wrmsr
	movl	%cr0, %eax
	andl	$~0xc, %eax             # EM, TS
	orl	$0x80010023, %eax       # PG, WP, NE, MP, PE
	movl	%eax, %cr0
	lgdt	gdtr
	ljmp	$8, $1f

	.code64
1:	xorl	%eax, %eax
	movl	%eax, %ss
	movl	%eax, %fs
	movl	%eax, %gs
	lidt	idtr(%rip)
	movl	$0x28, %eax
	ltr	%ax
	movl	$0x1b, %eax
	movl	%eax, %ds
	movl	%eax, %es
	pushq	$0x1b
	pushq	$0x2fff8                # RSP: as if the entry point had been called
	pushq	$0x3002                 # IOPL 3: ports need no bitmap
	pushq	$0x23
	pushq	guest_entry(%rip)
	movl	guest_rdi(%rip), %edi
	xorl	%eax, %eax
	xorl	%ebx, %ebx
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%ebp, %ebp
	iretq

# Every exception is the end. HLT isn't allowed in ring 3 and raises #GP: that is the guest's regular end, and QEMU's
# exit status 2 * 0x10 + 1. Anything else is a fault: 2 * (0x40 + vector) + 1.
	.macro	gate vector
gate\vector:
	.if (\vector != 8) && (\vector < 10 || \vector > 14) && (\vector != 17) && (\vector != 21)
	pushq	$0                      # vectors that push no error code: one, so that all frames are alike
	.endif
	pushq	$\vector
	jmp	end
	.endm
	.macro	address vector
	.long	gate\vector
	.endm
	.altmacro
	.set	i, 0
	.rept	32
	gate	%i
	.set	i, i + 1
	.endr
end:	cmpl	$13, (%rsp)
	jne	2f
	movq	16(%rsp), %rax          # RIP
	cmpb	$0xf4, (%rax)
	jne	2f
	movb	$0x10, %al
	jmp	3f
2:	movb	(%rsp), %al
	addb	$0x40, %al
3:	outb	%al, $0xf4              # isa-debug-exit
	jmp	3b

	.section .rodata
	.globl	gates
gates:	.set	i, 0
	.rept	32
	address	%i
	.set	i, i + 1
	.endr
gdtr:	.word	55
	.long	gdt, 0
idtr:	.word	511
	.long	idt, 0

	.bss
	.balign	16
	.skip	4096
stack_top:
	.section .note.GNU-stack, "", @progbits
