/*
 * The first code of the executable, before the C library's own start.
 *
 * The kernel maps an executable before any of it runs, and kills without a word what does not fit into RLIMIT_AS or
 * RLIMIT_DATA (execve(2)). So only the beginning of each segment is left in the program headers (TrimmedSegments.java), and
 * the rest is mapped here, where there is somebody to say what is wrong:
 *
 *   kernel                 carafe_start                               _start
 *     beginnings ───────────▶ mremap: each segment in full ─────────────▶ the C library, then main
 *                             (or: one line, exit status 1)
 *
 * Nothing but this file can be relied on yet: no C library, no constants elsewhere.
 */
#include <elf.h>
#include <sys/syscall.h>

#define EARLY __attribute__((section(".text.unlikely"), used, noinline))

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));
extern const char early_message[] __attribute__((visibility("hidden")));
extern const char early_message_end[] __attribute__((visibility("hidden")));

/* .text.unlikely comes first in the segment of code, as the linker's own script has it. */
__asm__(".section .text.unlikely,\"ax\",@progbits\n"
        ".globl carafe_start\n"
        "carafe_start:\n"
        "    mov %rsp, %rbx\n"
        "    and $-16, %rsp\n"
        "    call carafe_grow\n"
        "    mov %rbx, %rsp\n"
        "    xor %edx, %edx\n"
        "    jmp _start\n"
        "early_message: .ascii \"carafe: out of memory: the program does not fit into the limit of address space (ulimit -v) "
        "or of data (ulimit -d)\\n\"\n"
        "early_message_end:\n");

static inline long call(long number, long a, long b, long c, long d, long e) {
    register long fourth __asm__("r10") = d;
    register long fifth __asm__("r8") = e;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth)
                     : "rcx", "r11", "memory");
    return result;
}

/* Of a trimmed segment p_paddr, which means nothing to Linux, is the size in the file. */
EARLY void carafe_grow(void) {
    const Elf64_Phdr *segment = (const Elf64_Phdr *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
    for (int i = 0; i < __ehdr_start.e_phnum; i++, segment++) {
        if (segment->p_type != PT_LOAD || segment->p_paddr == 0 || segment->p_paddr == segment->p_vaddr)
            continue;
        unsigned long unit = segment->p_align;
        unsigned long start = segment->p_vaddr & -unit;
        unsigned long kept = ((segment->p_vaddr + segment->p_filesz + unit - 1) & -unit) - start;
        unsigned long end = segment->p_vaddr + segment->p_paddr;
        unsigned long size = ((end + unit - 1) & -unit) - start;
        if (call(SYS_mremap, start, kept, size, 0, 0) != (long)start) {
            call(SYS_write, 2, (long)early_message, early_message_end - early_message, 0, 0);
            for (;;)
                call(SYS_exit_group, 1, 0, 0, 0, 0);
        }
        /* what follows in the file is not the program's; volatile, or the compiler would call memset(3) */
        if (segment->p_flags & PF_W)
            for (volatile char *rest = (volatile char *)end; rest < (volatile char *)(start + size); rest++)
                *rest = 0;
    }
}
