/* What a VMM does before a guest's first instruction, as a program for QEMU's microvm.
 *
 * The initial RAM disk is a page that holds the boot configuration, then the guest's image, flat or ELF64. The command
 * line is the guest's RDI in hexadecimal: the configuration goes into that page, or nowhere if it is 0. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;

struct start_info { u32 magic, version, flags, modules_count; u64 modules, command_line, rsdp; };
struct module { u64 address, size, command_line, reserved; };
struct elf { u32 magic; u8 ident[12]; u16 type, machine; u32 version; u64 entry, phoff, shoff; u32 flags;
	u16 ehsize, phentsize, phnum; };
struct segment { u32 type, flags; u64 offset, vaddr, paddr, filesz, memsz, align; };

enum { PAGE = 0x1000, BASE = 0x10000, IMAGE_END = 0x20000, RAM = 0x800000 };

/* Rights of a page: present, write, ring 3, not cached, 2 MiB. */
enum { P = 1, W = 2, U = 4, UNCACHED = 0x10, LARGE = 0x80 };
#define NX (1ull << 63)

#define TABLE __attribute__((aligned(PAGE)))
u64 pml4[512] TABLE, pdpt[512] TABLE, first_gib[512] TABLE, fourth_gib[512] TABLE, first_2mib[512] TABLE;
u64 idt[64] __attribute__((aligned(16)));
u64 gdt[7] = { 0, 0x00af9a000000ffff, 0x00cf92000000ffff, 0x00cff2000000ffff, 0x00affa000000ffff };
u32 tss[26];
u8 ring0_stack[PAGE] __attribute__((aligned(16)));
u32 guest_rdi;
u64 guest_entry = BASE;
extern const u32 gates[32];

__attribute__((noreturn)) static void fail(u8 code)
{
	for (;;) __asm__ volatile("outb %0, %1" :: "a"(code), "Nd"((u16)0xf4));
}

static void copy(u32 to, const u8 *from, u32 length)
{
	for (u32 i = 0; i < length; i++) ((volatile u8 *)to)[i] = from[i];
}

static void map_image(u32 start, u32 end, u64 rights)
{
	for (u32 page = start / PAGE; page < (end + PAGE - 1) / PAGE; page++) {
		first_2mib[page] = (u64)page * PAGE | P | U | rights;
	}
}

static void load_elf(const u8 *image, u32 size)
{
	const struct elf *elf = (const struct elf *)image;
	if (elf->phoff > size || elf->phnum * sizeof(struct segment) > size - elf->phoff) fail(0x23);
	const struct segment *s = (const struct segment *)(image + elf->phoff);
	for (u32 i = 0; i < elf->phnum; i++, s++) {
		if (s->type != 1) continue;
		if (s->offset > size || s->filesz > size - s->offset || s->filesz > s->memsz) fail(0x24);
		if (s->vaddr < BASE || s->vaddr > IMAGE_END || s->memsz > IMAGE_END - s->vaddr) fail(0x25);
		copy(s->vaddr, image + s->offset, s->filesz);
		map_image(s->vaddr, s->vaddr + s->memsz, (s->flags & 2 ? W : 0) | (s->flags & 1 ? 0 : NX));
	}
	guest_entry = elf->entry;
}

static void load(const u8 *image, u32 size)
{
	if (*(const u32 *)image == 0x464c457f) {
		load_elf(image, size);
	} else {
		if (size > IMAGE_END - BASE) fail(0x26);
		copy(BASE, image, size);
		map_image(BASE, IMAGE_END, W);
	}
}

/* RAM one to one, but nothing below the image; the two places where windows may lie; this shim, for ring 0 alone. */
static void map_memory(void)
{
	pml4[0] = (u32)pdpt | P | W | U;
	pdpt[0] = (u32)first_gib | P | W | U;
	pdpt[3] = (u32)fourth_gib | P | W | U;
	first_gib[0] = (u32)first_2mib | P | W | U;
	map_image(IMAGE_END, 0x200000, W | NX);
	for (u32 i = 1; i < RAM >> 21; i++) first_gib[i] = i << 21 | P | W | U | LARGE | NX;
	first_gib[6] = 6 << 21 | P | W | LARGE;
	/* The contract's windows, of which there are none here, and QEMU's. */
	first_gib[0x10000000 >> 21] = 0x10000000 | P | W | U | LARGE | UNCACHED | NX;
	fourth_gib[(0xfea00000u >> 21) & 511] = 0xfea00000u | P | W | U | LARGE | UNCACHED | NX;
}

static void set_up_exceptions(void)
{
	for (u32 i = 0; i < 32; i++) {
		idt[2 * i] = (gates[i] & 0xffff) | 8u << 16 | 0x8e00ull << 32 | (u64)(gates[i] >> 16) << 48;
	}
	u32 t = (u32)tss;
	tss[1] = (u32)ring0_stack + sizeof ring0_stack;
	tss[25] = sizeof tss << 16;                     /* no bitmap of ports */
	gdt[5] = (sizeof tss - 1) | (u64)(t & 0xffffff) << 16 | 0x89ull << 40 | (u64)(t >> 24) << 56;
}

void prepare(const struct start_info *info)
{
	if (info->magic != 0x336ec578 || info->modules_count != 1) fail(0x21);
	const struct module *disk = (const struct module *)(u32)info->modules;
	if (disk->size < 2 * PAGE) fail(0x22);
	const u8 *content = (const u8 *)(u32)disk->address;

	map_memory();
	load(content + PAGE, disk->size - PAGE);
	for (const char *c = (const char *)(u32)info->command_line; *c > ' '; c++) {
		guest_rdi = guest_rdi << 4 | ((*c & 15) + (*c > '9' ? 9 : 0));
	}
	if (guest_rdi) {
		u32 page = guest_rdi / PAGE;
		if (guest_rdi >= 0x200000) fail(0x27);
		copy(page * PAGE, content, PAGE);
		first_2mib[page] = (u64)page * PAGE | P | U | NX;
	}
	set_up_exceptions();
}
