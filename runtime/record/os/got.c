/* SPDX-License-Identifier: MIT */
/*
 * Patches global offset tables.  See got.h.
 *
 * The dynamic section of a module lists its relocations: those of DT_JMPREL
 * fill the got slots of calls, those of DT_RELA (MC_ARCH_ADDRESS) the slots of
 * -fno-plt calls and of addresses.  System V ABI, chapter 5.
 * Slots that the linker has made read-only (RELRO) are writable while they are
 * changed.
 */
#include "got.h"
#include "../../arch/arch.h"
#include "page.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>

struct module {
	uintptr_t base;
	const ElfW(Sym) * symbols;
	const char *strings;
	const ElfW(Rela) * calls;
	size_t calls_bytes;
	const ElfW(Rela) * relocations;
	size_t relocations_bytes;
	const char *name; /* DT_SONAME, or "" */
	uintptr_t relro; /* read-only after relocation */
	uintptr_t relro_end;
};

/* Returns the address that VALUE in the dynamic section stands for.  glibc has
   made such values absolute, but not those of the vDSO. */
static uintptr_t address(const struct module *module, uintptr_t value)
{
	return value < module->base ? module->base + value : value;
}

static void read_dynamic(struct module *module, const ElfW(Dyn) * dynamic)
{
	uintptr_t soname = 0;

	for (; dynamic->d_tag != DT_NULL; dynamic++) {
		uintptr_t value = dynamic->d_un.d_val;

		switch (dynamic->d_tag) {
		case DT_SYMTAB:
			module->symbols = (void *)address(module, value);
			break;
		case DT_STRTAB:
			module->strings = (void *)address(module, value);
			break;
		case DT_JMPREL:
			module->calls = (void *)address(module, value);
			break;
		case DT_PLTRELSZ:
			module->calls_bytes = value;
			break;
		case DT_RELA:
			module->relocations = (void *)address(module, value);
			break;
		case DT_RELASZ:
			module->relocations_bytes = value;
			break;
		case DT_SONAME:
			soname = value;
			break;
		default:
			break;
		}
	}
	module->name =
		soname && module->strings ? module->strings + soname : "";
}

static int is_relro(const struct module *module, const void *slot)
{
	return (uintptr_t)slot >= module->relro &&
	       (uintptr_t)slot < module->relro_end;
}

static void write_slot(const struct module *module, void **slot, void *value)
{
	uintptr_t page = mc_page_of((uintptr_t)slot);
	int is_closed = is_relro(module, slot);

	if (*slot == value)
		return;
	if (is_closed &&
	    mprotect((void *)page, mc_page_bytes(), PROT_READ | PROT_WRITE))
		return;
	__atomic_store_n(slot, value, __ATOMIC_RELEASE);
	if (is_closed)
		mprotect((void *)page, mc_page_bytes(), PROT_READ);
}

/* Tells whether SLOT, which a relocation of TYPE is for, may be written. */
static int is_slot(const struct module *module, unsigned type, void **slot)
{
	/* Data that the program may have changed since. */
	if (type == MC_ARCH_ADDRESS && MC_ARCH_DATA_TOO)
		return is_relro(module, slot);
	return type == MC_ARCH_CALL || type == MC_ARCH_ADDRESS;
}

/* What to patch, and what that is in all modules; else NULL. */
struct work {
	const struct mc_got_patch *patches;
	void *const *reals;
	struct mc_got_all *all;
	unsigned long long loaded;
};

/* Tells whether a patch is for the function NAME.  Most names are others'. */
static inline int is_for(const struct mc_got_patch *patch, const char *name)
{
	return patch->name[0] == name[0] && patch->name[1] == name[1] &&
	       patch->name[2] == name[2] && !strcmp(patch->name, name);
}

/* Points SLOT, which a relocation of TYPE is for, to the replacement numbered
   I. */
static void patch_slot(const struct module *module, unsigned type, void **slot,
		       const struct work *work, size_t i)
{
	if (work->reals && !work->reals[i])
		return;
	if (is_slot(module, type, slot) ||
	    (work->reals && *slot == work->reals[i]))
		write_slot(module, slot, work->patches[i].replacement);
}

static void patch_table(const struct module *module, const ElfW(Rela) * table,
			size_t bytes, const struct work *work)
{
	for (size_t i = 0; table && i < bytes / sizeof(*table); i++) {
		unsigned type = (unsigned)ELF64_R_TYPE(table[i].r_info);
		const ElfW(Sym) *symbol =
			&module->symbols[ELF64_R_SYM(table[i].r_info)];
		void **slot = (void **)(module->base + table[i].r_offset);

		if (!is_slot(module, type, slot) &&
		    !(work->reals && type == MC_ARCH_WORD))
			continue;
		for (size_t k = 0; work->patches[k].name; k++)
			if (is_for(&work->patches[k],
				   module->strings + symbol->st_name))
				patch_slot(module, type, slot, work, k);
	}
}

static int is_left_alone(const struct module *module, int is_all)
{
	if (!strncmp(module->name, "ld-linux", 8) ||
	    !strncmp(module->name, "linux-vdso", 10) ||
	    !strncmp(module->name, "libmemcall.so", 13))
		return 1;
	return !is_all && (!strncmp(module->name, "libc.so", 7) ||
			   !strncmp(module->name, "libgomp.so", 10));
}

static int patch_module(struct dl_phdr_info *info, size_t size, void *data)
{
	struct work *work = data;
	struct module module = {.base = info->dlpi_addr};
	const ElfW(Dyn) *dynamic = NULL;

	if (work->all && size >= sizeof(*info)) {
		if (work->all->loaded == info->dlpi_adds)
			return 1;
		work->loaded = info->dlpi_adds;
	}
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + header->p_vaddr;

		if (header->p_type == PT_DYNAMIC)
			dynamic = (void *)start;
		if (header->p_type == PT_GNU_RELRO) {
			module.relro = mc_page_of(start);
			module.relro_end = mc_page_of(start + header->p_memsz);
		}
	}
	if (!dynamic)
		return 0;
	read_dynamic(&module, dynamic);
	if (!module.symbols || !module.strings ||
	    is_left_alone(&module, work->reals != NULL))
		return 0;
	patch_table(&module, module.calls, module.calls_bytes, work);
	patch_table(&module, module.relocations, module.relocations_bytes,
		    work);
	return 0;
}

void mc_got_patch(const struct mc_got_patch *patches)
{
	struct work work = {.patches = patches};

	dl_iterate_phdr(patch_module, &work);
}

void mc_got_patch_all(struct mc_got_all *all)
{
	struct work work = {
		.patches = all->patches, .reals = all->reals, .all = all};

	dl_iterate_phdr(patch_module, &work);
	if (work.loaded)
		all->loaded = work.loaded;
}

const void *mc_got_module(const void *function)
{
	Dl_info info;

	return function && dladdr(function, &info) ? info.dli_fbase : NULL;
}

const void *mc_got_executable(void)
{
	return mc_got_module((const void *)getauxval(AT_PHDR));
}

/* Tells whether the address that dlsym has found is a stub, by which an
   executable calls what another module defines. */
static int is_stub(const void *function)
{
	const ElfW(Sym) *symbol = NULL;
	Dl_info info;

	return mc_got_module(function) == mc_got_executable() &&
	       dladdr1(function, &info, (void **)&symbol, RTLD_DL_SYMENT) &&
	       symbol && symbol->st_shndx == SHN_UNDEF;
}

/* Returns the function of that NAME that the library MAP defines, or NULL. */
static void *find_in(const struct link_map *map, const char *name)
{
	/* The vDSO is no file, and cannot be asked. */
	void *handle = strchr(map->l_name, '/')
			       ? dlopen(map->l_name, RTLD_LAZY | RTLD_NOLOAD)
			       : NULL;
	void *found = handle ? dlsym(handle, name) : NULL;

	if (handle)
		dlclose(handle);
	return found && mc_got_module(found) == mc_got_module(map->l_ld) ? found
									 : NULL;
}

void *mc_got_find(const char *name)
{
	void *found = dlsym(RTLD_DEFAULT, name);
	const struct link_map *map;

	if (!found || !is_stub(found))
		return found;
	map = dlopen(NULL, RTLD_LAZY);
	for (found = NULL; map && !found; map = map->l_next)
		found = find_in(map, name);
	return found;
}
